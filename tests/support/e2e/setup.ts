import { afterEach } from 'vitest'
import { leaveWindows } from './windows'

afterEach(leaveWindows)
