/** The sandbox's own Redis: started where it is installed, stopped, frozen, and gone without a trace at the end. */
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { findRedisServer, openRedis } from '../../src/sandbox/redis.js';
import { redisForTests } from '../support/redis.js';

const redisIsHere = await redisForTests();

/** One command over a connection of its own that is given up after a moment. */
async function command(url: string, ...[name = '', ...words]: string[]): Promise<unknown> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, commandTimeout: 500 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.call(name, ...words);
  } finally {
    client.disconnect();
  }
}

/** Whether anybody takes connections there. */
const isOpen = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

describe.skipIf(redisIsHere === undefined)('the sandbox’s Redis', () => {
  it('keeps what it holds through a stop, and takes nothing while it is frozen', async () => {
    const redis = await openRedis();
    if (typeof redis === 'string') throw new Error(redis);
    try {
      expect(redis.state()).toBe('running');
      expect(await command(redis.url, 'SET', 'a', '1')).toBe('OK');
      expect(await command(redis.url, 'CONFIG', 'GET', 'maxmemory-policy')).toContain('noeviction');

      await redis.freeze();
      expect(redis.state()).toBe('frozen');
      await expect(command(redis.url, 'GET', 'a')).rejects.toThrow();
      await redis.start();
      expect(redis.state()).toBe('running');
      expect(await command(redis.url, 'GET', 'a')).toBe('1');

      await redis.stop();
      expect(redis.state()).toBe('stopped');
      expect(await isOpen(redis.url)).toBe(false);
      await redis.freeze();
      expect(redis.state()).toBe('frozen');
      await redis.stop();
      await redis.start();
      expect(await command(redis.url, 'GET', 'a')).toBe('1');
    } finally {
      await redis.close();
    }
    expect(await isOpen(redis.url)).toBe(false);
  }, 30_000);

  it('leaves no folder behind', async () => {
    const redis = await openRedis();
    if (typeof redis === 'string') throw new Error(redis);
    const told = await command(redis.url, 'CONFIG', 'GET', 'dir');
    const folder = Array.isArray(told) ? String(told[1]) : '';
    expect(existsSync(folder)).toBe(true);
    await redis.close();
    expect(existsSync(folder)).toBe(false);
  });
});

describe('a computer without Redis', () => {
  it('is told so in a sentence, and nothing fails', async () => {
    expect(findRedisServer({ PATH: '/nowhere' })).toBeUndefined();
    expect(
      findRedisServer({ REDIS_SERVER: '/nowhere/redis-server', PATH: process.env.PATH }),
    ).toBeUndefined();
    expect(await openRedis({ PATH: '/nowhere' })).toMatch(/not installed/);
  });

  it('is told why a program did not start', async () => {
    expect(await openRedis({ REDIS_SERVER: process.execPath })).toMatch(
      /would not start, so the bot keeps everything in its own memory/,
    );
  });
});
