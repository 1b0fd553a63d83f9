// The second link of the chain, told from npx by its name alone.
require('./npx-cli.cjs')
