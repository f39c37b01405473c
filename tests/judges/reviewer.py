"""LibreOffice as a reviewer: it accepts or rejects all tracked changes of a document and saves it.

It is driven over UNO by the Python that LibreOffice was installed with; without one the tests are skipped (and fail
where CI is set).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.judges.office import require_office

_PYTHONS = ("/usr/bin/python3", "python3", "python")
_CLIENT = """
import json, subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue

def value(name, said):
    found = PropertyValue()
    found.Name, found.Value = name, said
    return found

order = json.loads(sys.stdin.read())
office = subprocess.Popen([order["office"], "--headless", "--norestore", "--nologo", order["profile"],
                           "--accept=pipe,name=%s;urp;" % order["pipe"]])
try:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for attempt in range(120):
        try:
            context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % order["pipe"])
            break
        except Exception:
            time.sleep(0.5)
    services = context.ServiceManager
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    for source, target, command in order["files"]:
        document = desktop.loadComponentFromURL(source, "_blank", 0, (value("Hidden", True),))
        frame = document.getCurrentController().getFrame()
        dispatcher.executeDispatch(frame, ".uno:" + command, "", 0, ())
        document.storeToURL(target, (value("FilterName", "MS Word 2007 XML"),))
        document.close(True)
    desktop.terminate()
finally:
    office.wait(60)
"""


def require_reviewer() -> str:
    """Return a Python that can talk to LibreOffice, or skip the test; fail where CI is set."""
    require_office()
    for name in _PYTHONS:
        found = shutil.which(name)
        done = found and subprocess.run([found, "-c", "import uno"], capture_output=True, check=False)
        if found and done and done.returncode == 0:
            return found
    reason = "no Python with LibreOffice's UNO bridge is installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def reviewed(documents: Mapping[str, bytes], folder: Path, *, accept: bool) -> dict[str, bytes]:
    """Return the documents as LibreOffice saves them after all changes were accepted or rejected."""
    python = require_reviewer()
    command = "AcceptAllTrackedChanges" if accept else "RejectAllTrackedChanges"
    files, targets = [], {}
    for number, (name, content) in enumerate(documents.items()):
        source, target = folder / f"{number}.docx", folder / f"{number}-{command[:6]}.docx"
        source.write_bytes(content)
        targets[name] = target
        files.append((source.resolve().as_uri(), target.resolve().as_uri(), command))
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    order = {"office": require_office(), "profile": profile, "pipe": f"r{uuid.uuid4().hex}", "files": files}
    done = subprocess.run(
        [python, "-c", _CLIENT], input=json.dumps(order), capture_output=True, text=True, check=False, timeout=1800
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {name: target.read_bytes() for name, target in targets.items()}
