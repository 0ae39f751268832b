/** Scenes: what happens to many people at once, played by one press. */
import { useState } from 'react';
import type { Scene } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';

export function Scenes() {
  const { snapshot } = usePage();
  const { scenes } = snapshot.world;
  if (scenes.length === 0) return null;
  return (
    <section className="scenes" aria-label="Scenes">
      <h3>Scenes</h3>
      <ul>
        {scenes.map((one) => (
          <SceneRow key={one.id} scene={one} />
        ))}
      </ul>
    </section>
  );
}

function SceneRow({ scene }: { readonly scene: Scene }) {
  const { go, send } = usePage();
  const [playing, setPlaying] = useState(false);
  const play = (): void => {
    setPlaying(true);
    go({ at: scene.channel, front: 'chat', wide: false });
    void send({ type: 'play', scene: scene.id }).finally(() => setPlaying(false));
  };
  return (
    <li>
      <div>
        <strong>{scene.title}</strong>
        <p className="panel-note">{scene.note}</p>
      </div>
      <button
        type="button"
        className="button"
        disabled={playing}
        aria-label={`Play: ${scene.title}`}
        onClick={play}
      >
        Play
      </button>
    </li>
  );
}
