"""Records to accept and publish, made without a page."""

from envfocus.items import (
    ARTICLE_SCHEMA,
    Article,
    ArticleRecord,
    Quality,
    Rights,
    Source,
)

PARAGRAPH = (
    "시는 하천 둔치의 쓰레기를 걷어 내고 갈대를 심어 물새가 쉬어 갈 자리를 넓혔다. "
)


def record(article_no: int) -> ArticleRecord:
    """An article of about 3,000 characters."""
    source = Source(
        url=f"https://www.ecofocus.co.kr/news/article.html?no={article_no}",
        status=200,
        etag=None,
        last_modified=None,
        body_sha256=f"{article_no:064x}",
    )
    data = Article(
        article_no=article_no,
        url=source.url,
        section="환경뉴스",
        section_no=5,
        title=f"물새 쉼터 {article_no}곳",
        subtitles=["갈대 심어"],
        byline="윤슬기 기자",
        published_raw="등록 2025.02.07 17:35:14",
        published_at="2025-02-07T17:35:14+09:00",
        published_at_utc="2025-02-07T08:35:14Z",
        published_precision="second",
        modified_raw=None,
        dateline=None,
        body="\n\n".join([PARAGRAPH * 7] * 10),
        images=[],
        tags=["물새"],
        page_date_raw=None,
    )
    return ArticleRecord(
        schema=ARTICLE_SCHEMA,
        key=f"ecofocus:a{article_no}",
        observed_at="2026-01-01T12:00:00+09:00",
        observed_at_utc="2026-01-01T03:00:00Z",
        run_id="bench",
        parser_version="1",
        source=source,
        rights=Rights(),
        quality=Quality(),
        data=data,
    )
