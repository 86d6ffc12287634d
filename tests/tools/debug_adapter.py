"""A client of the Debug Adapter Protocol, small enough to read: what editors speak.

https://microsoft.github.io/debug-adapter-protocol/specification
"""

import json
import queue
import subprocess
import sys
import threading


class DebugAdapter:
    """debugpy's adapter, launching one program."""

    def __init__(self, program, folder, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "debugpy.adapter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.messages = queue.Queue()
        self.number = 0
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.request("initialize", adapterID="debugpy", pathFormat="path")
        self.send(
            "launch",
            program=str(program),
            cwd=str(folder),
            console="internalConsole",
            justMyCode=False,
            python=[sys.executable],
            env={"PYTHONPATH": environment["PYTHONPATH"]},
        )
        self.event("initialized")

    def _read(self):
        stream = self.process.stdout
        while line := stream.readline():
            length = int(line.split(b":")[1])
            while stream.readline().strip():
                pass
            self.messages.put(json.loads(stream.read(length)))

    def send(self, command, **arguments):
        """Send a request; its number."""
        self.number += 1
        message = {"seq": self.number, "type": "request", "command": command}
        text = json.dumps({**message, "arguments": arguments}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(text) + text)
        self.process.stdin.flush()
        return self.number

    def request(self, command, **arguments):
        """Send a request and wait for the body of its answer."""
        number = self.send(command, **arguments)
        answer = self.wait(lambda m: m.get("request_seq") == number)
        assert answer["success"], answer
        return answer.get("body", {})

    def event(self, name):
        """Wait for an event; its body."""
        return self.wait(lambda m: m.get("event") == name).get("body", {})

    def wait(self, wanted):
        """The next message that is wanted; others are dropped."""
        while True:
            message = self.messages.get(timeout=600)
            if wanted(message):
                return message

    def run_to(self, path, *lines):
        """Start the program and run to the first of the lines; the thread's number."""
        self.request(
            "setBreakpoints",
            source={"path": str(path)},
            breakpoints=[{"line": line} for line in lines],
        )
        self.send("configurationDone")
        return self.event("stopped")["threadId"]

    def frame(self, thread):
        """The innermost frame of a thread that stands still."""
        return self.request("stackTrace", threadId=thread)["stackFrames"][0]

    def variables(self, reference):
        """{name: variable} of a scope or of a structured variable."""
        found = self.request("variables", variablesReference=reference)["variables"]
        return {variable["name"]: variable for variable in found}

    def locals(self, frame):
        """{name: variable} of the locals of a frame."""
        scopes = self.request("scopes", frameId=frame["id"])["scopes"]
        return self.variables(scopes[0]["variablesReference"])

    def step(self, kind, thread):
        """next, stepIn or stepOut; the frame where the thread stands then."""
        self.send(kind, threadId=thread)
        self.event("stopped")
        return self.frame(thread)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.request("disconnect", terminateDebuggee=True)
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(20)
        self.reader.join(20)
        self.process.stdout.close()
