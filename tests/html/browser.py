"""Headless Chromium by the DevTools protocol over a pipe; nothing but Python's own library."""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


def find():
    """The program, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None


class Browser:
    """One page. What the page complains of is collected in `complaints`, what it asks the network for in `requests`."""

    def __init__(self, program, width=1280, height=800, scripts=True):
        self.profile = tempfile.mkdtemp(prefix="rung-html-")
        self.answers, self.complaints, self.requests = {}, [], []
        self.number, self.rest, self.scripts = 0, b"", scripts
        commands, self.to = os.pipe()
        self.back, events = os.pipe()
        words = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
                 "--disable-extensions", "--disable-background-networking", "--disable-dev-shm-usage", "--hide-scrollbars",
                 f"--user-data-dir={self.profile}", f"--window-size={width},{height}", "about:blank"]
        shell = f'exec "$@" 3<&{commands} 4>&{events}'
        self.process = subprocess.Popen(["bash", "-c", shell, "bash", *words], pass_fds=(commands, events),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(events)
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Security"):
            self.call(f"{domain}.enable")
        self.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        if not scripts:
            self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.size(width, height)

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, **features):
        self.call("Emulation.setEmulatedMedia", features=[{"name": k.replace("_", "-"), "value": v} for k, v in features.items()])

    def read(self, seconds):
        """Takes what has come, for at most so long."""
        if not select.select([self.back], [], [], seconds)[0]:
            return False
        data = os.read(self.back, 1 << 20)
        if not data:
            raise RuntimeError("the browser went away")
        *whole, self.rest = (self.rest + data).split(b"\0")
        for text in whole:
            self.take(json.loads(text))
        return True

    def take(self, said):
        if "id" in said:
            self.answers[said["id"]] = said
            return
        method, values = said.get("method", ""), said.get("params", {})
        self.answers.setdefault("events", set()).add(method)
        if method == "Runtime.exceptionThrown":
            details = values["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details.get("text")))
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(f"console: {values['args']}")
        elif method == "Log.entryAdded":
            self.complaints.append(values["entry"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self.complaints.append(f"dialog: {values['message']}")
            self.call_later("Page.handleJavaScriptDialog", accept=False)
        elif method == "Network.requestWillBeSent":
            self.requests.append(values["request"]["url"])

    def call_later(self, method, **values):
        self.number += 1
        text = {"id": self.number, "method": method, "params": values}
        if self.session:
            text["sessionId"] = self.session
        os.write(self.to, json.dumps(text).encode() + b"\0")
        return self.number

    def call(self, method, **values):
        number = self.call_later(method, **values)
        end = time.monotonic() + 60
        while number not in self.answers:
            if time.monotonic() > end:
                raise RuntimeError(f"no answer to {method}")
            self.read(1)
        answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, path):
        """Loads a file; returns the seconds that took."""
        self.answers["events"] = set()
        start = time.monotonic()
        self.call("Page.navigate", url="file://" + os.path.abspath(path).split("#")[0] + (path[path.index("#"):] if "#" in path else ""))
        while "Page.loadEventFired" not in self.answers["events"]:
            if time.monotonic() > start + 60:
                raise RuntimeError("the page does not load")
            self.read(1)
        self.settle()
        return time.monotonic() - start

    def ask(self, expression):
        """The value of an expression in the page (a world of our own: its policy does not bind us)."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def settle(self):
        """Until the page was drawn twice; without scripts nobody says when that was."""
        if not self.scripts:
            time.sleep(0.3)
            return
        self.ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def key(self, key, shift=False):
        code = {"Escape": 27, "Enter": 13, "ArrowDown": 40, "ArrowUp": 38, "Tab": 9}.get(key)
        values = {"key": key, "modifiers": 8 if shift else 0}
        if code:
            values |= {"windowsVirtualKeyCode": code, "code": key}
        if len(key) == 1:
            values["text"] = key
        elif key == "Enter":
            values["text"] = "\r"
        self.call("Input.dispatchKeyEvent", type="keyDown", **values)
        self.call("Input.dispatchKeyEvent", type="keyUp", **{k: v for k, v in values.items() if k != "text"})
        self.settle()

    def type(self, text):
        self.call("Input.insertText", text=text)
        self.ask("new Promise(done => setTimeout(done, 200))")
        self.settle()

    def click(self, selector):
        at = self.ask(f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            e.scrollIntoView({{ block: 'center', inline: 'center', behavior: 'instant' }});
            const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)
        self.settle()

    def picture(self, path):
        with open(path, "wb") as out:
            out.write(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def print(self):
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (RuntimeError, OSError):
            self.process.kill()
        self.process.wait()
        os.close(self.to)
        os.close(self.back)
        shutil.rmtree(self.profile, ignore_errors=True)
