import { busSuite } from '../support/suites/bus'
import { openTestSystem } from '../support/system'

busSuite('a file', () => openTestSystem())
