import { busSuite } from '../../support/suites/bus'
import { openTestSystem } from '../../support/system'

busSuite('a remote database', () => openTestSystem({ remote: true }))
