#!/bin/sh
# prepare.sh: writes config.toml and .env for docker compose, with a random password for NATS, unless they are there.
set -eu
cd "$(dirname "$0")/.."
umask 077

if [ -f config.toml ] && [ -f .env ]; then
  echo 'config.toml and .env are there already; nothing was changed'
  exit 0
fi
for file in config.toml .env; do
  [ ! -f "$file" ] || { echo "$file is there, but not both of config.toml and .env: they name the same password" >&2; exit 1; }
done

# A letter first: nats-server would read digits as a number.
password="n$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
sed "s/NATS_PASSWORD/$password/" docker/config.example.toml > config.toml
# The services read it as an ordinary user of their own.
chmod 644 config.toml
printf 'NATS_USER=pezzottify\nNATS_PASSWORD=%s\n' "$password" > .env
echo 'config.toml and .env written. Next: docker compose --profile demo up --build -d'
