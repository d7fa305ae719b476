"""Small pages written by hand, where a test needs one thing only."""

URL = "https://www.ecofocus.co.kr/news/article.html?no=71760"


def page(content: str, *, head: str = "", after: str = "") -> bytes:
    """A page with the site's frame around `content`; `after` follows `</html>`."""
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8">{head}</head><body>{content}</body></html>{after}'
    ).encode()


def article(body: str, *, top: str = "", head: str = "", after: str = "") -> bytes:
    """An article in the current skin; `top` stands between headline and body, `after` behind the body."""
    return page(
        '<div class="path_wrap"><h3>정책</h3></div>'
        f'<div class="art_top"><h2>강물이 맑아졌다</h2>{top}</div>'
        f'<div class="cnt_view news_body_area"><div id="news_body_area" class="smartOutput">{body}</div></div>{after}',
        head=head,
    )


def widget(*rows: str) -> bytes:
    """A page with the weather widget; each row is the inside of its `li`."""
    items = "".join(f'<li class="icon_w">{row}</li>' for row in rows)
    return page(
        f'<div class="weather_box"><ul class="weather_slide">{items}</ul></div>'
    )
