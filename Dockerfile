# The console in a container: docs/deployment.md

FROM node:24-bookworm-slim AS build
WORKDIR /console
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run generate \
  && node node_modules/next/dist/bin/next build \
  && node scripts/assemble-standalone.mjs /assembled

FROM node:24-bookworm-slim
WORKDIR /console
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000 DATA_DIR=/data
# The console writes nowhere else: keys and seals of the audit record, and without DATABASE_URL the database.
RUN mkdir /data && chown node:node /data
COPY --from=build /assembled ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "standalone-health.mjs"]
# Node itself is the first process, so that SIGTERM reaches the console: npm or a shell would keep it.
# Room for short-lived objects, in MiB: scripts/start.mjs.
CMD ["node", "--max-semi-space-size=64", "--import", "./standalone-settings.mjs", "server.js"]
