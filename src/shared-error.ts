/**
 * A class of errors that the runtime throws and pages, actions and routes catch. Next loads those as separate module
 * graphs, each with a class of its own: an instance is known by its name, not by the class that made it.
 * @param name one of a kind among all error classes
 */
export function sharedError(name: string) {
  return class extends Error {
    override readonly name = name

    static override [Symbol.hasInstance](thrown: unknown): boolean {
      return thrown instanceof Error && thrown.name === name
    }
  }
}
