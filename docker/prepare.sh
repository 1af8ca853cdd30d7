#!/bin/sh
# prepare.sh: writes config.toml, .env and alertmanager.yml for docker compose, with random passwords. What is there stays;
# what a newer version needs besides is added.
set -eu
cd "$(dirname "$0")/.."
umask 077

# A letter first: nats-server would read digits as a number.
random_password() { echo "n$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"; }

if [ ! -f config.toml ] && [ ! -f .env ]; then
  password=$(random_password)
  sed "s/NATS_PASSWORD/$password/" docker/config.example.toml > config.toml
  # The services read it as an ordinary user of their own; so does Alertmanager.
  chmod 644 config.toml
  printf 'NATS_USER=pezzottify\nNATS_PASSWORD=%s\n' "$password" > .env
  echo 'config.toml and .env written'
elif [ ! -f config.toml ] || [ ! -f .env ]; then
  echo 'only one of config.toml and .env is there: they name the same password' >&2
  exit 1
fi
if ! grep -q '^GRAFANA_PASSWORD=' .env; then
  printf 'GRAFANA_PASSWORD=%s\n' "$(random_password)" >> .env
  echo 'Grafana: sign in as admin with the GRAFANA_PASSWORD of .env'
fi
if [ ! -f alertmanager.yml ]; then
  cp docker/alertmanager.example.yml alertmanager.yml
  chmod 644 alertmanager.yml
  echo 'alertmanager.yml written: it says who is told of alerts'
fi
echo 'Next: docker compose --profile demo up --build -d'
