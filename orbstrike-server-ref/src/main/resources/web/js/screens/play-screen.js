// A board while it is played: frames come in, pictures and inputs go out.
import { byId, setShown, setText } from '../dom.js';
import { Stage } from '../draw/stage.js';
import { Controls } from '../game/controls.js';
import { Playfield } from '../game/playfield.js';
import { Feed } from '../hud/feed.js';
import { Minimap } from '../hud/minimap.js';
import { Notice } from '../hud/notice.js';
import { Quality } from '../hud/quality.js';
import { Ranks } from '../hud/ranks.js';
import { RoundClock } from '../hud/round-clock.js';
import { RoundTable } from '../hud/round-table.js';
import { PlayStream } from '../net/play-stream.js';
import { storeSession } from '../net/session.js';
import { FRAME, PHASE, STAY_END, readDeath, writeOrbInput } from '../net/wire.js';
import { isCalm } from '../preferences.js';
import { nameOf, sentenceOfDeath } from '../texts.js';

const HUD_MS = 100;
const RANKS_MS = 400;
const STORE_MS = 1000;
const SILENT_MS = 900;

/** A page that was busy itself finds its frames late; only silence over so many looks is the board's. */
const SILENT_LOOKS = 4;
const HURT_MS = 350;

export class PlayScreen {
  #screen = byId('play');
  #sound;
  #onEnd;
  #stage = null;
  #feed = new Feed();
  #ranks = new Ranks();
  #clock = new RoundClock();
  #map = new Minimap();
  #quality = new Quality();
  #roundTable = new RoundTable();
  #notice = new Notice();
  #session = null;
  #field = null;
  #stream = null;
  #controls = null;
  #picture = 0;
  #pictureMs = 0;
  #hudMs = 0;
  #ranksMs = 0;
  #storedMs = 0;
  #focus = null;
  #death = null;
  #isOpen = false;
  #isTellingSilence = false;
  #silentLooks = 0;
  #wish = { direction: 0, ring: false };

  /**
   * @param sound what is heard
   * @param onEnd is told (verdict, facts) when the stay or the connection has ended for good
   */
  constructor({ sound, onEnd }) {
    this.#sound = sound;
    this.#onEnd = onEnd;
  }

  /** Throws if the browser cannot draw it. */
  prepare() {
    this.#stage ??= new Stage(byId('stage'), byId('names'), isCalm);
  }

  /** Begins to play; `onFirst` is called with the first frame, when the screen shows itself. */
  start(session, onFirst) {
    this.prepare();
    this.#session = session;
    this.#field = new Playfield(session.index);
    this.#focus = null;
    this.#death = null;
    this.#isTellingSilence = false;
    this.#silentLooks = 0;
    this.#wish = { direction: 0, ring: false };
    this.#stage.cut();
    this.#feed.clear();
    this.#roundTable.hide();
    this.#notice.hide();
    this.#stream = new PlayStream(session, {
      onFrame: (frame, nowMs) => this.#onFrame(frame, nowMs, onFirst),
      onInput: (sequence) => this.#field.onInput(sequence, Number(this.#wish.ring) << 4 | this.#wish.direction),
      onState: (word) => this.#onState(word),
      onEnd: (verdict) => this.#onStreamEnd(verdict),
    });
    this.#stream.start();
  }

  stop() {
    cancelAnimationFrame(this.#picture);
    this.#picture = 0;
    this.#stream?.close();
    this.#stream = null;
    this.#controls?.stop();
    this.#controls = null;
    setShown(this.#screen, false);
    setShown(byId('stick'), false);
    setShown(byId('death'), false);
  }

  notice(text) {
    this.#notice.show(text);
  }

  /** What a test, or a curious person at the console, may want to know. */
  facts() {
    const { scene, own } = this.#field ?? {};
    return scene?.isKnown ? {
      epoch: scene.epoch, tick: scene.tick, index: this.#session.index, players: scene.orbs.size, isOpen: this.#isOpen,
      tickIntervalMs: scene.constants.tickIntervalMs,
      orbs: [...scene.orbs.values()].map(({ index, name, alive, x, y, motion, kills, deaths, protectedUntilTick }) =>
        ({ index, name, alive, x, y, motion, kills, deaths, protectedUntilTick })),
      own: own ? { alive: own.alive, x: own.x, y: own.y, kills: own.kills, deaths: own.deaths } : null,
      roundTripMs: this.#field.roundTripMs, drawCalls: this.#stage.drawCalls,
    } : null;
  }

  #onFrame(frame, nowMs, onFirst) {
    const { epoch: epochBefore } = this.#session;
    if (frame.kind === FRAME.LAST) {
      return;
    }
    const isFirst = !this.#field.scene.isKnown;
    const silenceMs = this.#stream.silenceMs(nowMs);
    this.#field.onFrame(frame, nowMs);
    if (isFirst) {
      onFirst();
      this.#show();
    } else if (frame.epoch > epochBefore && epochBefore > 0) {
      const seconds = (silenceMs / 1000).toFixed(1);
      this.#isTellingSilence = false;
      this.#notice.show(`The board has moved to another server · ${seconds} s`, 4000);
    } else if (this.#isTellingSilence) {
      this.#isTellingSilence = false;
      this.#notice.show('Connected again', 1500);
    }
    if (nowMs - this.#storedMs > STORE_MS) {
      this.#storedMs = nowMs;
      storeSession(this.#session);
    }
  }

  #show() {
    setShown(this.#screen, true);
    byId('stage').focus({ preventScroll: true });
    this.#controls = new Controls({
      stage: byId('stage'),
      ringButton: byId('ring'),
      ownPosition: () => this.#stage.toScreen(this.#focus?.x ?? 0, this.#focus?.y ?? 0),
      onWish: (direction, ring) => this.#onWish(direction, ring),
    });
    this.#controls.start();
    this.#pictureMs = performance.now();
    this.#picture = requestAnimationFrame(this.#draw);
  }

  #onWish(direction, ring) {
    const before = this.#wish;
    this.#wish = { direction, ring };
    this.#stream.setState(writeOrbInput(direction, ring));
    byId('ring').classList.toggle('active', ring);
    if (ring !== before.ring && this.#field.own?.alive) {
      this.#sound.play(ring ? 'ring' : 'drop');
    }
  }

  #onState(word) {
    this.#isOpen = word === 'open';
    storeSession(this.#session);
    if (word === 'open' && this.#isTellingSilence) {
      this.#isTellingSilence = false;
      this.#notice.show('Connected again', 1500);
    }
  }

  #onStreamEnd(verdict) {
    const { scene, own } = this.#field;
    let death = null;
    if (verdict.kind === 'ended' && verdict.end?.reason === STAY_END.ELIMINATED && verdict.end.detail.length > 0) {
      const { cause, by } = readDeath(verdict.end.detail);
      death = { cause, killer: scene.orbs.get(by) };
    }
    const standings = scene.isKnown ? scene.standings() : [];
    const score = own ? { kills: own.kills, deaths: own.deaths + Number(death !== null), color: own.color,
      rank: standings.indexOf(own) + 1, of: standings.length } : null;
    this.#onEnd(verdict, { death, score });
  }

  #draw = (nowMs) => {
    this.#picture = requestAnimationFrame(this.#draw);
    const passedMs = Math.min(Math.max(nowMs - this.#pictureMs, 0), 1000);
    this.#pictureMs = nowMs;
    // The clocks run on performance.now(), as frames do; the time of a picture may lie before a frame that has come.
    const shown = this.#field.advance(performance.now());
    const { scene, own } = this.#field;
    for (const news of shown.news) {
      this.#tell(news, own);
    }
    if (shown.own) {
      this.#focus = { x: shown.own.x, y: shown.own.y };
    }
    this.#controls.follow();
    this.#stage.draw(shown, scene, this.#focus, passedMs);
    this.#drawStick();
    if (nowMs - this.#hudMs >= HUD_MS) {
      this.#hudMs = nowMs;
      this.#showHud(shown, nowMs);
    }
  };

  #showHud(shown, nowMs) {
    const { scene, own } = this.#field;
    this.#clock.show(scene);
    this.#map.show(shown, scene, this.#stage.view);
    const silenceMs = this.#stream.silenceMs(performance.now());
    const { tickIntervalMs } = scene.constants;
    const { roundTripMs, jitterMs } = this.#field;
    this.#quality.show({ isOpen: this.#isOpen, silenceMs: silenceMs - 2 * tickIntervalMs, roundTripMs, jitterMs });
    this.#showSilence(silenceMs, tickIntervalMs);
    this.#showDeath(scene, own);
    if (scene.phase.kind === PHASE.SCOREBOARD) {
      this.#roundTable.show(scene, own);
    } else {
      this.#roundTable.hide();
    }
    if (nowMs - this.#ranksMs >= RANKS_MS) {
      this.#ranksMs = nowMs;
      this.#ranks.show(scene.standings(), own);
    }
  }

  #showSilence(silenceMs, tickIntervalMs) {
    this.#silentLooks = silenceMs > SILENT_MS + 2 * tickIntervalMs ? this.#silentLooks + 1 : 0;
    if (this.#silentLooks >= SILENT_LOOKS && !this.#isTellingSilence) {
      this.#isTellingSilence = true;
      this.#notice.show(navigator.onLine === false ? 'You are offline; the game goes on when you are back' : 'Waiting for the board …', 0);
    }
  }

  #showDeath(scene, own) {
    const isDead = own !== null && !own.alive && own.respawnTick > 0 && scene.phase.kind === PHASE.PLAY;
    setShown(byId('death'), isDead);
    if (isDead) {
      const leftMs = Math.max(0, (own.respawnTick - scene.tick) * scene.constants.tickIntervalMs);
      setText(byId('death-title'), this.#death ? sentenceOfDeath(this.#death.cause, this.#death.killer) : 'You are out for a moment');
      setText(byId('death-text'), `Back in ${(leftMs / 1000).toFixed(1)} s`);
    }
  }

  #tell(news, own) {
    if (news.kind === 'death') {
      this.#tellDeath(news, own);
    } else if (news.kind === 'birth' && news.orb === own) {
      this.#death = null;
      this.#stage.cut();
      this.#sound.play('birth');
    } else if (news.kind === 'phase' && news.phase.kind === PHASE.SCOREBOARD) {
      this.#sound.play('round');
    }
  }

  #tellDeath(news, own) {
    this.#feed.add(news, own);
    if (news.orb === own) {
      this.#death = news;
      this.#stage.shake();
      this.#sound.play('death');
      byId('hurt').classList.add('shown');
      setTimeout(() => byId('hurt').classList.remove('shown'), HURT_MS);
    } else if (own !== null && news.killer === own) {
      this.#sound.play('kill');
      this.#notice.show(`You got ${nameOf(news.orb)}`, 1800);
    }
  }

  #drawStick() {
    const { stick } = this.#controls;
    setShown(byId('stick'), stick !== null);
    if (stick) {
      const far = Math.max(1, Math.hypot(stick.dx, stick.dy) / 34);
      byId('stick').style.left = `${stick.x}px`;
      byId('stick').style.top = `${stick.y}px`;
      byId('stick-knob').setAttribute('cx', stick.dx / far);
      byId('stick-knob').setAttribute('cy', stick.dy / far);
    }
  }
}
