"""Debian's WordPress with MariaDB and PHP's own server, for the length of a test."""

from __future__ import annotations

import getpass
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.services import free_port, started, wait_for_port

CONFIG = """\
<?php
define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_ENVIRONMENT_TYPE', 'local');
foreach (['AUTH_KEY','SECURE_AUTH_KEY','LOGGED_IN_KEY','NONCE_KEY',
          'AUTH_SALT','SECURE_AUTH_SALT','LOGGED_IN_SALT','NONCE_SALT'] as $key) {{
    define($key, 'only for tests ' . $key);
}}
$table_prefix = 'wp_';
define('ABSPATH', '{site}/');
require_once ABSPATH . 'wp-settings.php';
"""

INSTALL = """\
<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require '{site}/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Dinas Pendidikan Telaga Biru', 'penulis', 'penulis@telagabiru.example', true, '', 'x');
update_option('timezone_string', 'Asia/Makassar');
update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
switch_theme('twentytwentythree');
$user = get_user_by('login', 'penulis');
foreach (get_posts(['numberposts' => -1, 'post_type' => ['post', 'page']]) as $post) {{
    wp_delete_post($post->ID, true);
}}
flush_rewrite_rules();
echo WP_Application_Passwords::create_new_application_password($user->ID, ['name' => 'tests'])[0];
"""

MANY = """\
<?php
require '{site}/wp-load.php';
$sql = "INSERT INTO $wpdb->posts (post_author, post_date, post_date_gmt, post_modified,
    post_modified_gmt, post_content, post_title, post_excerpt, post_name, to_ping, pinged,
    post_content_filtered, guid) VALUES ";
$rows = [];
for ($n = 1; $n <= {count}; $n++) {{
    // As after an import: a hundred posts of one second, the next hundred an hour before.
    $second = time() - 10 * 86400 - 3600 * intdiv($n, 100);
    $at = gmdate('Y-m-d H:i:s', $second);
    $here = gmdate('Y-m-d H:i:s', $second + 8 * 3600);
    $rows[] = "(1, '$here', '$at', '$here', '$at', 'Kabar $n', 'Kabar $n', '', 'kabar-$n', '',
        '', '', '{url}/?p=9$n')";
}}
echo $wpdb->query($sql . implode(',', $rows));
"""

ROUTER = """\
<?php
$file = $_SERVER['DOCUMENT_ROOT'] . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file($file)) {{ return false; }}
require '{site}/index.php';
"""


@dataclass(frozen=True, slots=True)
class WordPress:
    """A running site and the author who may write in it."""

    url: str
    client: httpx.Client
    site: Path

    def write_many(self, count: int) -> None:
        """So many older posts at once, `Kabar 1` and so on."""
        script = self.site.parent / "many.php"
        script.write_text(MANY.format(site=self.site, url=self.url, count=count), "utf-8")
        said = subprocess.run(["php", str(script)], check=True, capture_output=True, text=True)
        assert said.stdout.strip() == str(count), said

    def write(self, title: str, content: str, **more: str) -> int:
        """Publish a post; its number."""
        body = {"title": title, "content": content, "status": "publish", **more}
        return int(self._ask("POST", "/wp-json/wp/v2/posts", json=body)["id"])

    def edit(self, number: int, **changes: str) -> None:
        self._ask("POST", f"/wp-json/wp/v2/posts/{number}", json=changes)

    def address(self, number: int) -> str:
        """Where readers find a post."""
        return str(self._ask("GET", f"/wp-json/wp/v2/posts/{number}")["link"])

    def trash(self, number: int) -> None:
        self._ask("DELETE", f"/wp-json/wp/v2/posts/{number}")

    def delete(self, number: int) -> None:
        """Delete for good, past the trash."""
        self._ask("DELETE", f"/wp-json/wp/v2/posts/{number}?force=true")

    def comment(self, post: int, author: str, content: str) -> int:
        """Comment on a post as a reader of that name; the comment's number."""
        body = {
            "post": str(post),
            "author_name": author,
            "author_email": "pembaca@telagabiru.example",
            "content": content,
            "status": "approve",
        }
        return int(self._ask("POST", "/wp-json/wp/v2/comments", json=body)["id"])

    def edit_comment(self, number: int, content: str) -> None:
        self._ask("POST", f"/wp-json/wp/v2/comments/{number}", json={"content": content})

    def delete_comment(self, number: int, *, for_good: bool) -> None:
        """Delete a comment for good, or put it in the trash."""
        force = "?force=true" if for_good else ""
        self._ask("DELETE", f"/wp-json/wp/v2/comments/{number}{force}")

    def _ask(self, method: str, path: str, json: dict[str, str] | None = None) -> dict[str, Any]:
        answer = self.client.request(method, path, json=json)
        answer.raise_for_status()
        result = answer.json()
        assert isinstance(result, dict)
        return result


@contextmanager
def wordpress(folder: Path) -> Iterator[WordPress]:
    """Install a fresh site in `folder` and serve it on a free loopback port."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    site = folder / "site"
    shutil.copytree("/usr/share/wordpress", site)
    theme = "twentytwentythree"
    shutil.copytree(
        f"/usr/share/wordpress/wp-content/themes/{theme}",
        site / "wp-content" / "themes" / theme,
        dirs_exist_ok=True,
    )
    with _mariadb(folder) as socket:
        values = {"socket": socket, "url": url, "site": site}
        config = site / "wp-config.php"
        config.unlink(missing_ok=True)
        config.write_text(CONFIG.format(**values), "utf-8")
        install, router = folder / "install.php", folder / "router.php"
        install.write_text(INSTALL.format(**values), "utf-8")
        router.write_text(ROUTER.format(**values), "utf-8")
        said = subprocess.run(
            ["php", "-d", "display_errors=stderr", str(install)], check=True, capture_output=True
        )
        password = said.stdout.decode().strip().splitlines()[-1]
        command = ["php", "-S", f"127.0.0.1:{port}", "-t", str(site), str(router)]
        with started(
            command, folder / "php.log", env={"PHP_CLI_SERVER_WORKERS": "4"}, stop=signal.SIGINT
        ):
            wait_for_port(port, 30)
            with httpx.Client(base_url=url, auth=("penulis", password), timeout=60) as client:
                yield WordPress(url, client, site)


@contextmanager
def _mariadb(folder: Path) -> Iterator[Path]:
    data = folder / "db"
    # A socket's path must stay under 108 bytes, and pytest's folders are long.
    run = Path(tempfile.mkdtemp(prefix="wp-"))
    socket = run / "my.sock"
    user = f"--user={getpass.getuser()}"
    try:
        subprocess.run(
            [
                "mariadb-install-db",
                "--no-defaults",
                f"--datadir={data}",
                user,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = [
            "mariadbd",
            "--no-defaults",
            user,
            f"--datadir={data}",
            f"--socket={socket}",
            f"--pid-file={run / 'my.pid'}",
            "--skip-networking",
            "--innodb-flush-log-at-trx-commit=0",
        ]
        with started(server, folder / "mariadb.log"):
            _wait_for_file(socket, 60)
            subprocess.run(
                [
                    "mariadb",
                    "--no-defaults",
                    "-S",
                    str(socket),
                    "-u",
                    "root",
                    "-e",
                    "CREATE DATABASE wp CHARACTER SET utf8mb4",
                ],
                check=True,
            )
            yield socket
    finally:
        shutil.rmtree(run, ignore_errors=True)


def _wait_for_file(path: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path} did not appear within {seconds} s")
        time.sleep(0.1)
