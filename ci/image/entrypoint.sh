#!/bin/bash
# First process of the stand-in image: prepares an empty data folder, then becomes the server.
# Environment: MARIADB_ROOT_PASSWORD (wanted at the first start), MARIADB_DATABASE (made at the first start).
# Arguments: options of mariadbd, or a command to run in its place.
set -euo pipefail
data=/var/lib/mysql
first_start=/run/mysqld/first-start.sql

die() { echo "entrypoint: $*" >&2; exit 1; }

# Inside '...' of SQL, with backslash escapes on as the server starts.
quoted() { local s=${1//\\/\\\\}; printf "'%s'" "${s//\'/\\\'}"; }

# The statements that a new server runs before it answers the first client: nobody ever sees it without a password.
# An init file takes one statement per line.
write_first_start() {
  case $MARIADB_ROOT_PASSWORD in *$'\n'*) die 'MARIADB_ROOT_PASSWORD holds a line break; wanted: one line' ;; esac
  local password database=${MARIADB_DATABASE:-}
  password=$(quoted "$MARIADB_ROOT_PASSWORD")
  {
    echo 'SET SESSION sql_log_bin = 0;'
    # mariadb-install-db also makes root@127.0.0.1, root@::1 and root@HOSTNAME, without a password.
    echo "DELETE FROM mysql.global_priv WHERE Host <> 'localhost' OR User = '';"
    echo "DELETE FROM mysql.proxies_priv WHERE Host <> 'localhost';"
    echo 'FLUSH PRIVILEGES;'
    echo "ALTER USER root@localhost IDENTIFIED BY $password;"
    echo "CREATE USER root@'%' IDENTIFIED BY $password;"
    echo "GRANT ALL PRIVILEGES ON *.* TO root@'%' WITH GRANT OPTION;"
    # shellcheck disable=SC2016
    [ -z "$database" ] || printf 'CREATE DATABASE IF NOT EXISTS `%s`;\n' "${database//\`/\`\`}"
  } >"$first_start"
}

case ${1:-} in
  '' | -*) set -- mariadbd "$@" ;;
  mariadbd) ;;
  *) exec "$@" ;;
esac
case " $* " in *' --version '* | *' -V '* | *' --help '*) exec "$@" ;; esac
umask 077
mkdir -p /run/mysqld
rm -f "$first_start"
chown mysql:mysql "$data" /run/mysqld
chmod 755 /run/mysqld
options=()
if [ ! -d "$data/mysql" ]; then
  [ -n "${MARIADB_ROOT_PASSWORD:-}" ] || die 'the data folder is empty and MARIADB_ROOT_PASSWORD is not set'
  mariadb-install-db --user=mysql --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null ||
    die "mariadb-install-db failed in $data"
  write_first_start
  chown mysql:mysql "$first_start"
  options=(--init-file="$first_start")
fi
shift
# The server needs no password of its own: it would only be readable in one process more.
unset MARIADB_ROOT_PASSWORD
umask 022
# Names are not resolved, as in the official image: a container asks no name server, and each connection would wait
# for one that does not answer.
exec mariadbd --user=mysql --datadir="$data" --socket=/run/mysqld/mysqld.sock --skip-name-resolve "${options[@]}" "$@"
