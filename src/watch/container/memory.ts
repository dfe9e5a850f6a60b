import { z } from 'zod';
import type { Incident } from '../../jobs/incident';

/** How a run of the container ended. */
const by = z.enum(['itself', 'memory', 'person', 'us', 'docker']);
export type EndedBy = z.infer<typeof by>;

const port = z.object({
  /** Something was heard of it in this run, or it answered before. */
  asked: z.boolean(),
  answersSinceMs: z.number().optional(),
  silentSinceMs: z.number().optional(),
  /** Looks in a row that found it silent. */
  silences: z.number(),
});

const run = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  imageId: z.string().optional(),
  /** Of the container that had the name before. */
  replaced: z.object({ image: z.string(), imageId: z.string() }).optional(),
  /** Grows with every start: what a look at the port says is about one run. */
  number: z.number(),
  phase: z.enum(['running', 'paused', 'ended', 'gone']),
  startedAtMs: z.number(),
  /** Of the run before it, in the same container. */
  previousStartedAtMs: z.number().optional(),
  /** Its start was told by an event, and not concluded from how the container is. */
  startHeard: z.boolean(),
  restartCount: z.number(),
  health: z.enum(['starting', 'healthy', 'unhealthy']).optional(),
  /** Since when Docker's health check has been well again. */
  healthySinceMs: z.number().optional(),
  /** When somebody sent it a signal. */
  signalledAtMs: z.number().optional(),
  oomAtMs: z.number().optional(),
  end: z.object({ atMs: z.number(), by, heard: z.boolean() }).optional(),
  port,
});
/** The container in its present or last run. */
export type Run = Readonly<z.infer<typeof run>>;

const episode = z.object({
  /** The incident that tells of it. */
  incident: z.string(),
  startedAtMs: z.number(),
  seenAtMs: z.number(),
  /** How the latest run in it ended. */
  last: by.optional(),
  exitCode: z.number().optional(),
  /** Ends by itself: how many, and when the latest were since somebody last had a hand in it. */
  ends: z.number(),
  endsAtMs: z.array(z.number()),
  outOfMemory: z.boolean(),
  looped: z.boolean(),
  /** What a person ended was started again at once. */
  restarted: z.boolean(),
  /** Who asked us. */
  by: z.string().optional(),
  recreated: z.boolean(),
  image: z.object({ before: z.string(), after: z.string() }).optional(),
  paused: z.boolean(),
  unhealthy: z.boolean(),
  silent: z.boolean(),
  downSinceMs: z.number().optional(),
  longestDownMs: z.number(),
  /** Since when it is over, and when that was found. */
  endedAtMs: z.number().optional(),
  closedAtMs: z.number().optional(),
});
/** A time in which the container does not serve as it should, from its beginning until it serves stably again. */
export type Episode = Readonly<z.infer<typeof episode>>;

/** What is remembered of a container and the way to it; plain data that outlives the worker. */
export const containerMemory = z.object({
  run: run.optional(),
  /** The present episode, or the last. */
  episode: episode.optional(),
  /** Since when there is no way to it, or no container was ever seen. */
  way: z
    .object({
      lostSinceMs: z.number(),
      problem: z.unknown(),
      /** The container was stopped just before: the machine may be restarting. */
      restarting: z.boolean().optional(),
      incident: z.string().optional(),
    })
    .optional(),
  /** What happened since then may have been missed. */
  gapSinceMs: z.number().optional(),
  /** Since when somebody looks. */
  lookedSinceMs: z.number(),
  /** Ours, as far as they were told. */
  mark: z.object({ container: z.string(), startedAtMs: z.number(), by: z.string() }).optional(),
  /** The latest events, since Docker repeats some; what is older than `forgottenMs` is a repetition. */
  heard: z.array(z.object({ atMs: z.number(), key: z.string() })),
  forgottenMs: z.number(),
  /** How many events changed something. */
  events: z.number(),
});
export type ContainerMemory = Readonly<z.infer<typeof containerMemory>>;

/** What is known of a server's container. */
export interface ContainerState {
  readonly incidents: readonly Incident[];
  readonly memory: ContainerMemory;
}

export const nothingKnown: ContainerMemory = {
  lookedSinceMs: 0,
  heard: [],
  forgottenMs: 0,
  events: 0,
};

/**
 * Nobody listens any more, or the one who did is gone. Whatever came after the last event may have been missed: that
 * a stream is lost is noticed later than it is.
 */
export function withGap(memory: ContainerMemory): ContainerMemory {
  if (memory.run === undefined || memory.gapSinceMs !== undefined) return memory;
  const lastMs = memory.heard.reduce((last, { atMs }) => Math.max(last, atMs), memory.lookedSinceMs);
  return { ...memory, gapSinceMs: lastMs };
}
