import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

declare global {
  interface Window {
    axe: typeof axe
  }
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** What a theme can change of it. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * No violation of WCAG 2.2 A and AA that axe can find on the page as it stands.
 * @param rules only these, by their ids
 */
export async function expectAccessible(page: Page, what: string, rules?: string[]): Promise<void> {
  // What a bar that stays on the screen covers just now is no fault of the page.
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }))
  // No frames here and no style sheets from elsewhere: without looking for them it takes a third of the time.
  const options = { runOnly: rules ?? WCAG, resultTypes: ['violations' as const], preload: false }
  // To take it in costs a quarter of a second: once in each document. It forgets what it knew of the page before.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  await page.evaluate(() => window.axe.teardown())
  await page.evaluate(drawn)
  const { violations } = await page.evaluate(async (asked) => await window.axe.run(document, asked), options)
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${what}: ${id}: ${[...target, any[0]?.message ?? ''].join(' ')}`),
  )
  expect(found).toEqual([])
}

/** Another width or theme is looked at when the page has been drawn in it, and nothing changes over to it any more. */
async function drawn(): Promise<void> {
  await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
  const ending = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
  await Promise.allSettled(ending.map(({ finished }) => finished))
}

/** The page is no wider than its window. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(excess, `${what} scrolls sideways`).toBeLessThanOrEqual(0)
}

const [WIDE, PHONE, NARROWEST] = [1280, 390, 320]

/** In both themes, and as wide as a desk’s screen, a phone’s, and what 400 % of zoom leave of one. */
export async function expectGood(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  for (const width of [PHONE, WIDE]) {
    await page.setViewportSize({ width, height: 900 })
    await expectAccessible(page, `${what}, light, ${width} px`)
    await expectNoSidewaysScroll(page, `${what}, ${width} px`)
  }
  // What is not a colour is the same in both.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectAccessible(page, `${what}, dark`, COLOURS)
  await page.setViewportSize({ width: NARROWEST, height: 700 })
  await expectNoSidewaysScroll(page, `${what}, ${NARROWEST} px`)
}
