"""Guard: a compressed body is not larger than DOWNLOAD_MAXSIZE, and leaves nothing
behind where it is.
"""

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Request, Response

from envfocus.exceptions import BodyError
from envfocus.logsafe import one_line


class Decompression(HttpCompressionMiddleware):
    """Scrapy's, with errors that hold no memory: the frames of its own keep what was
    unpacked so far until the garbage collector runs, and some bodies in a row add up.
    Stat: `bodies/refused`.
    """

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Unpack. Raises BodyError for a body that is too large, or cannot be unpacked."""
        try:
            return super().process_response(request, response)
        except Exception as error:  # noqa: BLE001 each coding has errors of its own
            problem = one_line(f"{type(error).__name__}: {error}")
        # outside of the handler, or the first error would hang on this one
        if self.stats:
            self.stats.inc_value("bodies/refused")
        raise BodyError(problem)
