# Node's current LTS.
ARG NODE_IMAGE=node:26-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY commands ./commands
COPY sandbox ./sandbox
# The library and the font that draw pictures come along as npm packages: nothing of the system is needed.
RUN npm run build && rm -f dist/.tsbuildinfo && npm prune --omit=dev

FROM ${NODE_IMAGE}
# HOME holds under any user id, so that ~/.ssh is found when the container runs as its owner.
ENV NODE_ENV=production HOME=/home/node DATA_DIR=/data HEALTH_PORT=8080
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --start-interval=1s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# A small young generation keeps a process that mostly waits a quarter smaller.
CMD ["node", "--max-semi-space-size=2", "--optimize-for-size", "dist/src/main.js"]
