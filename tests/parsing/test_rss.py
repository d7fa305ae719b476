"""RSS as served, mis-encoded, damaged, and hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.parsing.rss import Entry, Rss, parse
from fixtures.site import Site
from tests.support.papers import PROFILE

URL = "https://www.ecofocus.co.kr/data/rss/news.xml"
ITEM = (
    "<item><title>{title}</title><link>https://www.ecofocus.co.kr/news/article.html?no={no}</link>"
    "<pubDate>Fri, 07 Feb 2025 17:35:14 +0900</pubDate></item>"
)


def feed(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel>{"".join(items)}</channel></rss>'


def test_the_fixture_feeds(site: Site) -> None:
    read = parse(site.reply("/data/rss/news.xml").body, "utf-8", site.base, PROFILE)
    assert read.is_rss
    assert len(read.entries) >= 25
    only_there = {
        truth.article_no for truth in site.truths() if truth.reached_by == "rss"
    }
    assert only_there <= {entry.article_no for entry in read.entries}
    titles = {truth.article_no: truth.title for truth in site.truths()}
    assert all(
        entry.title == titles[entry.article_no]
        for entry in read.entries
        if entry.article_no in titles
    )


def test_a_feed_in_euc_kr(site: Site) -> None:
    body = site.reply("/data/rss/section_12.xml").body
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    read = parse(body, "utf-8", site.base, PROFILE)
    assert read.flags == ("encoding:cp949",)
    titles = {truth.article_no: truth.title for truth in site.truths()}
    assert [entry.title for entry in read.entries if entry.article_no in titles]
    assert all(
        entry.title == titles[entry.article_no]
        for entry in read.entries
        if entry.article_no in titles
    )


def test_html_at_the_address_of_a_feed(site: Site) -> None:
    assert (
        parse(
            site.reply("/data/rss/section_21.xml").body, None, site.base, PROFILE
        ).is_rss
        is False
    )
    assert parse(b"", None, URL, PROFILE).is_rss is False


def test_cdata_and_a_lying_declaration() -> None:
    text = feed(
        ITEM.format(title="<![CDATA[물 & 불]]>", no=7),
        head='<?xml version="1.0" encoding="utf-16"?>',
    )
    expected = Entry(7, "물 & 불", "Fri, 07 Feb 2025 17:35:14 +0900")
    assert parse(text.encode(), None, URL, PROFILE).entries == (expected,)
    assert parse(text.encode("cp949"), None, URL, PROFILE).entries == (expected,)


def test_damaged_xml_gives_what_is_readable() -> None:
    text = feed(
        ITEM.format(title="물 & 불", no=7),
        ITEM.format(title="흙", no=8),
    )
    assert [
        entry.article_no for entry in parse(text.encode(), None, URL, PROFILE).entries
    ] == [
        7,
        8,
    ]
    assert [
        entry.article_no
        for entry in parse(text[:-60].encode(), None, URL, PROFILE).entries
    ][:1] == [7]


def test_links_to_other_sites_are_no_entries() -> None:
    other = "<item><link>https://evil.example/news/article.html?no=5</link></item>"
    assert parse(feed(other).encode(), None, URL, PROFILE).entries == ()


def test_the_guid_stands_in_for_a_missing_link() -> None:
    item = "<item><guid>https://www.ecofocus.co.kr/news/article.html?no=9</guid></item>"
    assert [
        entry.article_no
        for entry in parse(feed(item).encode(), None, URL, PROFILE).entries
    ] == [9]


def test_an_older_form_of_the_feed() -> None:
    item = "<item><title>물</title><link>https://www.ecofocus.co.kr/news/article.html?no=7</link></item>"
    name = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    read = parse(f"<rdf:RDF {name}>{item}</rdf:RDF>".encode(), None, URL, PROFILE)
    assert (read.is_rss, read.entries) == (True, (Entry(7, "물", None),))
    assert parse(f"<list>{item}</list>".encode(), None, URL, PROFILE).is_rss is False


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    read = parse(
        feed(ITEM.format(title="&a11;&f;물", no=7), head=head).encode(),
        None,
        URL,
        PROFILE,
    )
    assert all(len(entry.title or "") < 1000 for entry in read.entries)


def test_deep_nesting_ends() -> None:
    assert parse(("<rss>" + "<a>" * 50_000).encode(), None, URL, PROFILE).entries == ()


@given(st.data())
def test_mutated_feeds_raise_nothing_and_invent_nothing(data: st.DataObject) -> None:
    text = feed(
        *(
            ITEM.format(title=f"제목{article_no}", no=article_no)
            for article_no in range(5, 9)
        )
    )
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    junk = data.draw(st.text(alphabet="<>&;![]]CDATA-가나\x00\u2028 ", max_size=12))
    read = parse((text[:start] + junk + text[end:]).encode(), None, URL, PROFILE)
    assert all(f"no={entry.article_no}" in text for entry in read.entries)


@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<item/>" * 20_000,
        b"<rss" + b" a=''" * 20_000 + b"/>",
        b" " * 5_000_000,
    ],
)
def test_a_feed_that_would_cost_too_much_is_none(body: bytes) -> None:
    assert parse(body, None, "https://www.ecofocus.co.kr/", PROFILE) == Rss(
        is_rss=False, entries=(), flags=("feed_absurd",)
    )
