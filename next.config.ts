import type { NextConfig } from 'next'
import { PHASE_PRODUCTION_BUILD } from 'next/constants'
import createNextIntlPlugin from 'next-intl/plugin'

// A page's Content-Security-Policy changes with each request: proxy.ts sets it.
const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()' },
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
]

// What the API answers runs nothing and loads nothing; its document for people carries its style within.
const API_HEADERS = [
  {
    key: 'Content-Security-Policy',
    value:
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  },
]

const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  // The test command checks types; a start must not do it again.
  typescript: { ignoreBuildErrors: true },
  // A cache of the build costs the first one a quarter of its time, and saves the next ones less.
  experimental: { authInterrupts: true, turbopackFileSystemCacheForBuild: false },
  // A server's build repeats what it bundles in each route, and compiles all of it at its start: these are loaded once.
  serverExternalPackages: ['@upstash/redis', 'ioredis', 'nodemailer', 'zod'],
  headers: async () => [
    { source: '/:path*', headers: SECURITY_HEADERS },
    { source: '/api/:path*', headers: API_HEADERS },
  ],
}

const withNextIntl = createNextIntlPlugin('./src/i18n/request.ts')

/** A build leaves a folder that runs by itself, too; `next start` must not hear of it, or warns; Vercel packs its own. */
export default function nextConfig(phase: string): NextConfig {
  const packs = phase === PHASE_PRODUCTION_BUILD && process.env.VERCEL === undefined
  return withNextIntl(packs ? { ...config, output: 'standalone' } : config)
}
