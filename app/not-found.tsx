export { NotFoundProblem as default } from './_shell/problems'
