package io.orbstrike.testkit.orb;

import io.orbstrike.board.BoardType;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.testkit.board.BoardTypeContract;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

class OrbTypeTest extends BoardTypeContract<OrbRules, OrbPlayer, OrbInput> {

    @Override
    protected BoardType<OrbRules, OrbPlayer, OrbInput> type() {
        return new OrbType();
    }

    /** Small circles and short rounds, so that every kind of death and every phase comes within a play. */
    @Override
    protected List<OrbRules> rules() {
        OrbRules lively = OrbRules.builder()
                .maxPlayers(30)
                .radius(300)
                .respawnMs(300)
                .protectionMs(200)
                .roundMs(3_000)
                .scoreboardMs(400)
                .shrinkMs(1_500)
                .build();
        OrbRules original = OrbRules.builder()
                .maxPlayers(16)
                .radius(400)
                .withoutEnergy()
                .withoutRespawn()
                .withoutRounds()
                .build();
        return List.of(lively, OrbRules.DEFAULT, original);
    }

    @Override
    protected OrbPlayer joinData(RandomGenerator random) {
        return new OrbPlayer("orb " + random.nextInt(1_000), random.nextInt(OrbPlayer.COLORS));
    }

    @Override
    protected OrbInput input(RandomGenerator random) {
        return OrbInput.of(random.nextInt(OrbInput.DIRECTIONS), random.nextInt(3) == 0);
    }

    @Override
    protected int steps() {
        return 600;
    }

    @Override
    protected Optional<String> recording() {
        return Optional.of("orb-recording.txt");
    }
}
