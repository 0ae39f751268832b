# The Slack bot: docker build -t iap-doctor . && docker run --env-file .env -v "$PWD/iap-doctor.yaml:/app/iap-doctor.yaml:ro" -p 3000:3000 iap-doctor
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY src ./src
COPY commands ./commands
RUN npm run build
RUN npm prune --omit=dev
# googleapis brings the clients of every API of Google's; those that the program never names stay behind, and so do types and maps.
RUN cd node_modules/googleapis/build/src/apis \
 && grep -rhoE 'googleapis/build/src/apis/[a-z0-9]+' /app/dist | sed 's#.*/##' | sort -u > /tmp/used \
 && for api in */; do grep -qx "${api%/}" /tmp/used || rm -r "$api"; done \
 && find /app/node_modules -type f \( -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name '*.map' \) -delete

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY manifest.yml ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# `node` by its number, so that a cluster can see that it is not root.
USER 1000:1000
EXPOSE 3000
CMD ["node", "dist/src/cli.js", "start"]
