import helpdesk from './helpdesk.json'
import { Mapping } from './mapping'

/** How a log is told where no mapping is given: as the help desk's of 4TU.ResearchData, and those made like it. */
export const DEFAULT_MAPPING: Mapping = Mapping.parse(helpdesk)
