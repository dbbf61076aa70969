#!/usr/bin/env python3
"""Compares ways to scale trainers: bursts, preemptions and cold starts, simulated second by second of cluster time.

    python3 benchmarks/autoscaling/simulate.py            all loads, a table in Markdown
    python3 benchmarks/autoscaling/simulate.py --load 10  one load

Needs Python 3.8, no libraries. What is assumed stands in README.md.
"""

import argparse
import heapq
import math
import random
from collections import deque

# Seconds, unless said otherwise. Reasons: README.md.
JOB_MEAN, JOB_SPREAD, SHORT = 720, 0.35, 60
EXPECTED, FRESH = 600, 0.2
CHECKPOINT = 90
STEP = 1
NODE_START, POD_START = 240, 60
NODE_KEPT = 600
RESUME = 15
PREEMPTED_EVERY = 6 * 3600
WITHOUT_NOTICE = 0.2
POLL = 15
COOLDOWN = 300
IDLE_EXIT = 120
AFTER_TRAINING = 240
DAY = 86400

LOADS = {10: (30, 4), 1000: (3, 40), 100000: (1, 1600)}  # concepts a day: days, most pods


class Pod:
    __slots__ = ("born", "ready", "job", "began", "idle_since", "alive", "turn")

    def __init__(self, born):
        self.born, self.ready, self.job, self.began = born, False, None, 0.0
        self.idle_since, self.alive, self.turn = born, True, 0


def arrivals(per_day, days, rng):
    """Half of the orders come evenly over the day, half in bursts of ten minutes."""
    times = []
    for day in range(days):
        count = per_day
        bursts = [rng.uniform(0, DAY - 600) for _ in range(max(1, min(6, count // 5)))]
        for _ in range(count):
            if rng.random() < 0.5:
                times.append(day * DAY + rng.uniform(0, DAY))
            else:
                times.append(day * DAY + rng.choice(bursts) + rng.uniform(0, 600))
    return sorted(times)


class Cluster:
    def __init__(self, kind, trigger, target, most, jobs, rng):
        self.kind, self.trigger, self.target, self.most, self.rng = kind, trigger, target, most, rng
        self.queue, self.pods, self.free = deque(), set(), set()
        self.idle_nodes, self.events, self.serial = deque(), [], 0
        self.gpu, self.repeated, self.waits, self.running = 0.0, 0.0, [], 0
        self.wanted, self.last_scale_in = deque(), -1e9
        self.left, self.mean = len(jobs), EXPECTED
        for arrived, work in jobs:
            self.at(arrived, "order", [arrived, work, False, work])
        self.at(0, "poll", None)

    def at(self, time, what, of, turn=0):
        self.serial += 1
        heapq.heappush(self.events, (time, self.serial, what, of, turn))

    def run(self):
        while self.left:
            time, _, what, of, turn = heapq.heappop(self.events)
            if isinstance(of, Pod) and (not of.alive or (what != "preempt" and turn != of.turn)):
                continue
            getattr(self, what)(time, of)
        for pod in list(self.pods):
            self.end(time, pod)
        self.release_nodes(math.inf)

    # what happens

    def order(self, time, job):
        self.queue.append(job)
        self.assign(time)

    def ready(self, time, pod):
        pod.ready, pod.idle_since = True, time
        self.free.add(pod)
        self.watch_idle(time, pod)
        self.assign(time)

    def finish(self, time, pod):
        self.waits.append(time - pod.job[0] + AFTER_TRAINING)
        self.mean += FRESH * (pod.job[3] - self.mean)
        self.left -= 1
        self.running -= 1
        pod.job, pod.idle_since, pod.turn = None, time, pod.turn + 1
        self.free.add(pod)
        self.watch_idle(time, pod)
        self.assign(time)

    def idle(self, time, pod):
        self.end(time, pod)

    def preempt(self, time, pod):
        noticed = self.rng.random() >= WITHOUT_NOTICE
        self.interrupt(time, pod, noticed)
        self.end(time, pod, node_lost=True)

    def poll(self, time, _):
        if self.kind == "ScaledJob":
            self.scale_jobs(time)
        else:
            self.scale_replicas(time)
        self.at(time + POLL, "poll", None)

    # how pods are scaled

    def desired(self):
        jobs = len(self.queue) + self.running
        load = jobs if self.trigger == "lag" else jobs * self.mean
        return load / self.target

    def scale_jobs(self, time):
        for _ in range(min(self.most, math.ceil(self.desired())) - len(self.pods)):
            self.start(time)

    def scale_replicas(self, time):
        now, exact = len(self.pods), self.desired()
        want = min(self.most, math.ceil(exact))
        if now and abs(exact / now - 1) <= 0.1:
            want = now
        self.wanted.append((time, want))
        while self.wanted[0][0] < time - COOLDOWN:
            self.wanted.popleft()
        if want > now:
            for _ in range(min(want - now, max(4, now))):
                self.start(time)
        elif now > max(w for _, w in self.wanted) and time - self.last_scale_in >= 60:
            # A ReplicaSet takes those that are not ready first, and knows nothing of who works.
            starting = [pod for pod in self.pods if not pod.ready]
            pod = starting[0] if starting else self.rng.choice(tuple(self.pods))
            self.interrupt(time, pod, noticed=True)
            self.end(time, pod)
            self.last_scale_in = time

    # how pods live

    def start(self, time):
        pod = Pod(time)
        self.pods.add(pod)
        self.release_nodes(time)
        warm = bool(self.idle_nodes)
        if warm:
            self.gpu += time - self.idle_nodes.pop()
        self.at(time + (0 if warm else NODE_START) + POD_START, "ready", pod)
        self.at(time + self.rng.expovariate(1 / PREEMPTED_EVERY), "preempt", pod)

    def release_nodes(self, time):
        while self.idle_nodes and self.idle_nodes[0] < time - NODE_KEPT:
            self.idle_nodes.popleft()
            self.gpu += NODE_KEPT

    def watch_idle(self, time, pod):
        if self.kind == "ScaledJob":
            self.at(time + IDLE_EXIT, "idle", pod, pod.turn)

    def assign(self, time):
        while self.queue and self.free:
            pod, job = self.free.pop(), self.queue.popleft()
            resume = RESUME if job[2] else 0
            self.repeated += resume
            pod.job, pod.began, pod.turn = job, time + resume, pod.turn + 1
            self.running += 1
            self.at(time + resume + job[1], "finish", pod, pod.turn)

    def interrupt(self, time, pod, noticed):
        if pod.job is None:
            return
        done = max(0.0, time - pod.began)
        lost = min(done, STEP if noticed else done % CHECKPOINT)
        pod.job[1] -= done - lost
        pod.job[2] = True
        self.repeated += lost
        self.running -= 1
        self.queue.appendleft(pod.job)
        pod.job = None

    def end(self, time, pod, node_lost=False):
        pod.alive = False
        self.pods.discard(pod)
        self.free.discard(pod)
        self.gpu += time - pod.born
        if not node_lost:
            self.idle_nodes.append(time)
        self.assign(time)


WAYS = [
    ("ScaledJob", "lag", 1),
    ("ScaledJob", "drain", 1800),
    ("ScaledJob", "drain", 3600),
    ("ScaledObject", "lag", 1),
    ("ScaledObject", "drain", 1800),
    ("ScaledObject", "drain", 3600),
]


def simulate(way, per_day, mixed, seed):
    rng = random.Random(seed)
    days, most = LOADS[per_day]
    jobs = []
    for time in arrivals(per_day, days, rng):
        # Mixed: every other six hours somebody tries things out with runs of a minute.
        mean = SHORT if mixed and time // (6 * 3600) % 2 else JOB_MEAN
        jobs.append((time, mean * rng.lognormvariate(-(JOB_SPREAD**2) / 2, JOB_SPREAD)))
    work = sum(job[1] for job in jobs)
    cluster = Cluster(*way, most, jobs, random.Random(seed + 1))
    cluster.run()
    waits = sorted(cluster.waits)
    return {
        "gpu": cluster.gpu / 3600 / days,
        "busy": work / cluster.gpu,
        "p50": waits[len(waits) // 2] / 60,
        "p95": waits[int(len(waits) * 0.95)] / 60,
        "repeated": 100 * cluster.repeated / work,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--load", type=int, choices=LOADS, help="concepts a day")
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    print("| concepts a day | runs | pods | scaled on | GPU-hours a day | in use | P50 min | P95 min | work repeated |")
    print("|---|---|---|---|---|---|---|---|---|")
    for load in [asked.load] if asked.load else LOADS:
        for mixed in (False, True):
            for way in WAYS:
                show(load, mixed, way, asked.seeds)


def show(load, mixed, way, seeds):
    runs = [simulate(way, load, mixed, seed) for seed in range(1, seeds + 1)]
    mean = {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]}
    on = f"lag, {way[2]} a pod" if way[1] == "lag" else f"drain, {way[2]} s a pod"
    print(
        f"| {load:,} | {'mixed' if mixed else 'alike'} | {way[0]} | {on} | {mean['gpu']:,.1f} | {mean['busy']:.0%} "
        f"| {mean['p50']:.0f} | {mean['p95']:.0f} | {mean['repeated']:.2f} % |",
        flush=True,
    )


if __name__ == "__main__":
    main()
