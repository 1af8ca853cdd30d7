#!/bin/sh
# assemble-app.sh APP FOLDER: puts what the image of one service holds below /app into FOLDER.
# To be run in the project's root, after the packages are installed and the apps are built.
set -eu

app="dist/apps/$1"
root=$PWD
[ -f "$app/main.js" ] || { echo "assemble-app: $app is not built; nx build $1 makes it" >&2; exit 1; }

mkdir -p "$2"
cp -R "$app/." "$2"
find "$2" -name '*.map' -delete
cd "$2"
npm install --omit=dev --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error

# The database driver was compiled in the project; a second time would need the compiler in every image.
driver=node_modules/sqlite3/build/Release
if [ -d node_modules/sqlite3 ]; then
  mkdir -p "$driver"
  cp "$root/$driver/node_sqlite3.node" "$driver/"
fi
