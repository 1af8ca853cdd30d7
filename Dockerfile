# syntax=docker/dockerfile:1
# One target per service: docker build --target catalog-api -t pezzottify/catalog-api .

FROM node:24-bookworm AS build
WORKDIR /src
COPY package.json package-lock.json ./
COPY apps apps
COPY libs libs
RUN --mount=type=cache,target=/root/.npm \
    npm install --no-save --ignore-scripts --no-audit --no-fund \
    && npm rebuild sqlite3
COPY nx.json tsconfig.json tsconfig.base.json .swcrc ./
COPY tools tools
COPY docker docker
ARG GIT_HASH=""
ARG GIT_DIRTY=""
ENV GIT_HASH=${GIT_HASH} GIT_DIRTY=${GIT_DIRTY} NX_DAEMON=false
RUN npx nx run-many -t build

FROM build AS catalog-api-files
RUN --mount=type=cache,target=/root/.npm docker/assemble-app.sh catalog-api /app

FROM build AS job-scheduler-files
RUN --mount=type=cache,target=/root/.npm docker/assemble-app.sh job-scheduler /app

FROM build AS download-manager-files
RUN --mount=type=cache,target=/root/.npm docker/assemble-app.sh download-manager /app

FROM build AS library-downloader-files
RUN --mount=type=cache,target=/root/.npm docker/assemble-app.sh library-downloader /app

FROM node:24-bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o node -g node /data/db /data/media /data/index
COPY docker/healthcheck.mjs /opt/healthcheck.mjs
ENV NODE_ENV=production
WORKDIR /app
USER node
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=2", "/app/main.js"]

FROM runtime AS catalog-api
COPY --from=catalog-api-files /app /app
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=8", "/app/main.js"]
EXPOSE 3001 9091
HEALTHCHECK --interval=30s --timeout=8s --start-period=20s \
    CMD ["node", "/opt/healthcheck.mjs", "http://127.0.0.1:3001/health/live"]
CMD ["--config", "/etc/pezzottify/config.toml"]

FROM runtime AS job-scheduler
COPY --from=job-scheduler-files /app /app
EXPOSE 3011 9092
HEALTHCHECK --interval=30s --timeout=8s --start-period=20s \
    CMD ["node", "/opt/healthcheck.mjs", "http://127.0.0.1:3011/health/live"]
CMD ["--config", "/etc/pezzottify/config.toml"]

# Owner and workers are the same image; the role is in the command.
FROM runtime AS download-manager
COPY --from=download-manager-files /app /app
EXPOSE 3021 9093 9094
HEALTHCHECK --interval=30s --timeout=8s --start-period=20s \
    CMD ["node", "/opt/healthcheck.mjs", "http://127.0.0.1:3021/health/live"]
CMD ["--config", "/etc/pezzottify/config.toml"]

FROM runtime AS library-downloader
COPY --from=library-downloader-files /app /app
EXPOSE 3031
HEALTHCHECK --interval=30s --timeout=8s --start-period=20s \
    CMD ["node", "/opt/healthcheck.mjs", "http://127.0.0.1:3031/health"]
CMD ["--library", "/library", "--index", "/data/index/library-index.db", "--host", "0.0.0.0"]
