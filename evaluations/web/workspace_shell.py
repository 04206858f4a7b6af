"""The installable part of the offline workspace: the empty page, its service worker, its manifest.

None of the three holds anything about anybody, so that a browser may keep them: the page is filled
from what the device holds. They are served to whoever asks.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.access.concerns import may_raise
from evaluations.web.release import files, release
from inspectorate.kernel import ids
from inspectorate.kernel.web.views import public

MODULES = "inspectorate/workspace/"
IN_EVERY_PAGE = (
    "inspectorate/vendor/design-system/design-system.min.css",
    "inspectorate/inspectorate.css",
    "inspectorate/inspectorate.js",
    "inspectorate/mark.svg",
    "inspectorate/ins-icons.svg",
)


@public
@require_safe
def workspace(request: Any, inspectorate: str) -> HttpResponse:
    """The empty page. The same for everybody, whoever is signed in."""
    return HttpResponse(_page(request))


@public
@require_safe
def service_worker(request: Any, inspectorate: str) -> HttpResponse:
    """The service worker of one inspectorate's pages; it changes when any file of the page does."""
    page = reverse("workspace", args=[inspectorate])
    version = f"{release()}-{hashlib.sha256(_page(request).encode()).hexdigest()[:8]}"
    about = {
        "cache": f"inspectorate-{inspectorate}-{version}",
        "before": f"inspectorate-{inspectorate}-",
        "page": page,
        "files": [page, *_files()],
    }
    script = (
        f'import {{ serve }} from "{settings.STATIC_URL}{MODULES}ui/worker.js";\n'
        f"serve(self, {json.dumps(about, indent=2)});\n"
    )
    return HttpResponse(script, content_type="text/javascript")


@public
@require_safe
def manifest(request: Any, inspectorate: str) -> HttpResponse:
    """What the browser needs to install the workspace beside other programs."""
    page = reverse("workspace", args=[inspectorate])
    about = {
        "id": page,
        "name": _("%(name)s: work without a network") % {"name": request.inspectorate.name},
        "short_name": _("Inspectorate"),
        "start_url": page,
        "scope": f"/{inspectorate}/",
        "display": "standalone",
        "lang": request.inspectorate.language,
        "background_color": "#ffffff",
        "theme_color": "#002d54",
        "icons": [
            {"src": static("inspectorate/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
        ],
    }
    return JsonResponse(about, content_type="application/manifest+json")


def _page(request: HttpRequest) -> str:
    """The page without anybody in it: no actor, no messages, no token of a form."""
    here = request.inspectorate  # type: ignore[attr-defined]
    return render_to_string(
        "evaluations/workspace/page.html",
        {
            "inspectorate": here,
            "release": release(),
            "modules": f"{settings.STATIC_URL}{MODULES}",
            "icons": static("inspectorate/ins-icons.svg"),
        },
    )


def _files() -> list[str]:
    """The addresses of everything that the page and its modules load."""
    modules = [settings.STATIC_URL + name for name in files()]
    named = [static(name) for name in IN_EVERY_PAGE]
    return sorted({*modules, *named})


def device_in_shell(request: Any) -> dict[str, Any]:
    """What the bar of every page needs to say how work on this device stands: nothing for whoever
    does not work on inspections."""
    actor = request.actor
    if not may_raise(actor) or actor.membership_id is None:
        return {}
    slug = request.inspectorate.slug
    return {
        "workspace_url": reverse("workspace", args=[slug]),
        "workspace_person": ids.encode("person", actor.membership_id),
        "workspace_chip": f"{settings.STATIC_URL}{MODULES}ui/chip.js",
    }
