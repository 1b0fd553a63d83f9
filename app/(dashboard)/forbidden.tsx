export { ForbiddenProblem as default } from '../_shell/problems'
