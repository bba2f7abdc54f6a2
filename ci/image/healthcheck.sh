#!/bin/bash
# Healthy: the server answers a query over TCP, with the password, and InnoDB is there. It takes the options of the
# official image's script of this name, so that one command asks both images: --connect, --innodb_initialized.
set -euo pipefail
[ $# -gt 0 ] || { echo 'healthcheck: wanted: --connect and/or --innodb_initialized' >&2; exit 2; }

# The port comes from MYSQL_TCP_PORT, which server and client both read; the password never stands in arguments.
ask() {
  MYSQL_PWD=${MARIADB_ROOT_PASSWORD:-} mariadb --no-defaults --user=root --host=127.0.0.1 --protocol=tcp \
    --connect-timeout=3 --batch --skip-column-names --execute="$1"
}

for check; do
  case $check in
    --connect) [ "$(ask 'SELECT 1')" = 1 ] ;;
    --innodb_initialized) [ "$(ask "SELECT COUNT(*) FROM information_schema.ENGINES WHERE ENGINE = 'InnoDB' AND SUPPORT IN ('YES', 'DEFAULT')")" = 1 ] ;;
    *) echo "healthcheck: unknown option '$check'; wanted: --connect and/or --innodb_initialized" >&2; exit 2 ;;
  esac
done
