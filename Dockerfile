# syntax=docker/dockerfile:1
# Two images: `serve` (the default) is what runs the service, `training` adds native TensorFlow.
#   docker build -t mlops-image-classification .
#   docker build -t mlops-image-classification:training --target training .
ARG NODE_IMAGE=node:22-bookworm-slim

# ---- compiles src/ to dist/
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN npm run build

# ---- what the service needs at run time, and nothing that only other platforms or browsers read
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev
COPY scripts/prune-dependencies.mjs scripts/
RUN node scripts/prune-dependencies.mjs

# ---- native TensorFlow: the library from its Python package, and the binding compiled for it
FROM dependencies AS tensorflow
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 python3-pip \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/dist dist
# Its headers (290 MB) have done their work once the binding is compiled.
RUN --mount=type=cache,target=/root/.cache/pip node dist/cli/tensorflow-install.js \
  && rm -rf node_modules/.cache/tensorflow/tensorflow/include \
    node_modules/@tensorflow/tfjs-node/build-tmp-*

# ---- files and settings that both images share
FROM ${NODE_IMAGE} AS base
# The service turns the telemetry of ONNX Runtime off by itself; here for whatever else is run.
ENV NODE_ENV=production ORT_DISABLE_TELEMETRY=1
WORKDIR /app
# npm is not needed to run; without it there is less to scan and to patch.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
    /usr/local/bin/corepack /opt/yarn-* /usr/local/bin/yarn /usr/local/bin/yarnpkg \
  && mkdir models persistence logs data runs \
  && chown node:node models persistence logs data runs
COPY package.json LICENSE ./
COPY --from=build /app/dist dist

# ---- the service's own files
FROM base AS service
COPY views views
COPY public public
COPY --chown=node:node models models
USER node
EXPOSE 5000
# The name in a certificate is not 127.0.0.1. With TLS_CLIENT_CA_FILE, give a health check of your own.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "require(process.env.TLS_CERT_FILE ? 'https' : 'http').get({ host: '127.0.0.1', port: process.env.PORT || 5000, path: '/api/health', rejectUnauthorized: false }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# Room for what dies young (docs/performance.md): what a request leaves is then collected less often.
CMD ["node", "--max-semi-space-size=32", "dist/main.js"]

# ---- docker build --target training: the service whose retrainings of every layer run on native
# TensorFlow; also `docker run … node dist/cli/train.js`
FROM service AS training
COPY --from=tensorflow /app/node_modules node_modules

# ---- the service
FROM service AS serve
COPY --from=dependencies /app/node_modules node_modules
