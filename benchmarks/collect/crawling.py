"""The same pages asked by Scrapy, run by a Python that has it: prints the JSON line of `asking`.

Alone on purpose: it imports nothing of patroli, so that Scrapy needs no place in its locks.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


def address(number: int) -> str:
    """As in `site.address`."""
    return f"127.0.{number // 200}.{number % 200 + 2}"


class Pages(scrapy.Spider):  # type: ignore[misc]
    """Every address once; reads title and links, or the main text."""

    name = "pages"

    def __init__(self, urls: list[str], text: bool) -> None:
        super().__init__()
        self.start_urls, self._text, self.read = urls, text, 0
        if text:
            import trafilatura
            from trafilatura.settings import Extractor

            options = Extractor(fast=True, comments=False, dedup=False)
            self._extract = partial(trafilatura.extract, options=options)

    def parse(self, response: Any) -> Iterator[dict[str, object]]:
        self.read += 1
        if self._text:
            yield {"text": self._extract(response.text)}
            return
        yield {
            "title": response.xpath("//title/text()").get(),
            "links": response.xpath("//a/@href").getall(),
        }


def main() -> None:
    """Crawl and say what it cost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=["light", "text"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--hosts", type=int, default=20)
    chosen = parser.parse_args()
    urls = [
        f"http://{address(n % chosen.hosts)}:{chosen.port}/p/{n}.html" for n in range(chosen.pages)
    ]
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DOWNLOAD_DELAY": 0, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
            "COOKIES_ENABLED": False, "RETRY_ENABLED": False,
        }
    )  # fmt: skip
    crawler = process.create_crawler(Pages)
    process.crawl(crawler, urls=urls, text=chosen.way == "text")
    process.start()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        json.dumps(
            {
                "pages": crawler.spider.read,
                "cpu": cpu,
                "memory_mb": after.ru_maxrss / 1024,
                "wall": time.monotonic() - began,
            }
        )
    )


if __name__ == "__main__":
    main()
