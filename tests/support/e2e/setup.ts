import { afterAll, afterEach } from 'vitest'
import { closeWindows, leaveWindows } from './windows'

afterEach(leaveWindows)
afterAll(closeWindows)
