export { UnauthorizedProblem as default } from './_shell/problems'
