"""A spider as tutorials write them: it follows links, reads the same fields by CSS, and leaves the rest to FEEDS."""

import re
from collections.abc import Iterator
from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response

NUMBER = re.compile(r"article\.html\?(?:[^#]*&)?no=(\d+)")
SECTION = re.compile(r"sec_no=([1-9]\d*)")
PAGE = re.compile(r"page=(\d+)")


class UsualSpider(Spider):
    """The whole site, every article once. Argument: `site`, its address."""

    name = "usual"
    site: str

    def __init__(self, site: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.site, self.start_urls = site, [site]

    def parse(self, response: Response) -> Iterator[Request]:
        """The front page: its menu, and the list of everything."""
        yield Request(f"{self.site}news/article_list_all.html?page=1", self.parse_list)
        yield Request(f"{self.site}data/rss/news.xml", self.parse_links)
        for section in dict.fromkeys(
            SECTION.findall(" ".join(response.css("#gnb a::attr(href)").getall()))
        ):
            yield Request(
                f"{self.site}news/section_list_all.html?sec_no={section}&page=1",
                self.parse_list,
            )
        yield from self.articles(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """Its articles, and the next page, which is the last that the paging shows no link beyond."""
        yield from self.articles(response)
        this = int(PAGE.findall(response.url)[-1])
        shown = [
            int(page)
            for href in response.css(".btn_pagenum a::attr(href)").getall()
            for page in PAGE.findall(href)
        ]
        if this < max(shown, default=0):
            yield Request(PAGE.sub(f"page={this + 1}", response.url), self.parse_list)

    def parse_links(self, response: Response) -> Iterator[Request]:
        """Articles of a feed."""
        for article_no in NUMBER.findall(response.text):
            yield self.article(article_no)

    def parse_article(self, response: Response) -> Iterator[dict[str, Any] | Request]:
        """One article, in whichever skin, and those beside it."""
        title = response.css(
            ".art_top h2::text, .fix_art_top h2::text, .hbox h2::text, .arvtitle::text"
        ).get()
        title = title or response.css(".news_top h3::text").get()
        if title:
            yield {
                "url": response.url,
                "section": response.css(
                    ".path_wrap h3::text, .art_top_nav li:last-child a::text, .p_tit::text"
                ).get(),
                "title": title,
                "subtitles": response.css(
                    ".art_top h3::text, .sub_tit::text, .hbox h3::text, h4::text"
                ).getall(),
                "info": response.css(".art_info li::text").getall(),
                "published": response.css(".arvdate::text").get(),
                "body": "\n\n".join(self.paragraphs(response)),
                "images": response.css(
                    ".smartOutput img::attr(src), .news_detail img::attr(src)"
                ).getall(),
                "tags": response.css(".tag_lists a::text").getall(),
                "page_date": response.css(".today_txt::text").get(),
                "weather": response.css(".weather_slide li ::text").getall(),
            }
        yield from self.articles(response)

    def paragraphs(self, response: Response) -> list[str]:
        """Texts of the body, white space folded."""
        texts = response.css(".smartOutput ::text, .news_detail ::text").getall()
        return [folded for text in texts if (folded := " ".join(text.split()))]

    def articles(self, response: Response) -> Iterator[Request]:
        """Every article that a page links to."""
        for href in response.css("a::attr(href)").getall():
            if match := NUMBER.search(href):
                yield self.article(match[1])

    def article(self, article_no: str) -> Request:
        """The request; Scrapy's filter drops those that were made before."""
        return Request(
            f"{self.site}news/article.html?no={article_no}", self.parse_article
        )
