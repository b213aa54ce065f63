package io.orbstrike.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StaleWritesTest {

    private static final String BOARD = "4aa5257f50fdd65bf6bbab6ad4e93262";
    private static final String FIRST = "1795814015681/c8b2849c73953768419eee12b1297c0b";
    private static final String SECOND = "1795814015999/ec47873822405c7e7475331e110de8cc";

    private final StaleWrites writes = new StaleWrites();

    private void call(String arguments) {
        writes.see("1795814983.476470 [0 127.0.0.1:53440] \"evalsha\" \"89d34c56\" \"2\" \"rows:{" + BOARD
                + "}:board\" \"rows:{" + BOARD + "}:closed\" " + arguments);
    }

    private void command(String name, String key, String arguments) {
        writes.see("1795814983.476481 [0 lua] \"" + name + "\" \"rows:{" + key + "\" " + arguments);
    }

    private void create() {
        call("\"5000\" \"" + FIRST + "\"");
        command("HSET", BOARD + "}:board", "\"type\" \"orb\" \"token\" \"" + FIRST + "\" \"rn\" \"0\"");
    }

    private void takeOver() {
        call("\"5000\" \"" + FIRST + "\" \"ec47873822405c7e7475331e110de8cc\" \"died\"");
        command("HMGET", BOARD + "}:board", "\"token\" \"from\" \"deaths\"");
        command("HSET", BOARD + "}:board", "\"token\" \"" + SECOND + "\" \"from\" \"" + FIRST + "\" \"deaths\" \"1\"");
    }

    private void save(String token, boolean isAccepted) {
        call("\"" + token + "\" \"1795814015681\" \"77\" \"\\x00\" \"a \\\"state\\\"\"");
        command("HEXISTS", BOARD + "}:board", "\"token\"");
        command("HMGET", BOARD + "}:board", "\"token\" \"se\" \"st\" \"rn\"");
        if (isAccepted) {
            command("HSET", BOARD + "}:board", "\"se\" \"1795814015681\" \"st\" \"77\"");
        }
    }

    @Test
    void shouldNotCountWhatTheHolderWrites() {
        create();
        save(FIRST, true);
        takeOver();
        save(SECOND, true);
        assertThat(writes.boardsTakenOver()).isOne();
        assertThat(writes.tried()).isZero();
        assertThat(writes.accepted()).isZero();
    }

    @Test
    void shouldCountWhatAStaleHolderTries() {
        create();
        takeOver();
        save(FIRST, false);
        save(SECOND, true);
        save(FIRST, false);
        assertThat(writes.tried()).isEqualTo(2);
        assertThat(writes.accepted()).isZero();
    }

    @Test
    void shouldCountWhatIsWrittenForAStaleHolder() {
        create();
        takeOver();
        save(FIRST, true);
        assertThat(writes.tried()).isOne();
        assertThat(writes.accepted()).isOne();
    }

    @Test
    void shouldCountAPlayerWhoJoinsAtAStaleHolder() {
        create();
        takeOver();
        call("\"5000\" \"" + FIRST + "\" \"0123\"");
        command("HSET", BOARD + "}:board", "\"rn\" \"1\"");
        command("HSET", BOARD + "}:roster", "\"1\" \"entry\"");
        assertThat(writes.tried()).isOne();
        assertThat(writes.accepted()).isEqualTo(2);
    }

    @Test
    void shouldNotCountAnIndexThatARepeatedAttachEnters() {
        create();
        takeOver();
        call("\"5000\" \"" + FIRST + "\" \"ec47873822405c7e7475331e110de8cc\" \"died\"");
        command("ZADD", "index/ec47873822405c7e7475331e110de8cc}:boards", "\"0\" \"" + BOARD + "\"");
        assertThat(writes.tried()).isOne();
        assertThat(writes.accepted()).isZero();
    }

    @Test
    void shouldTellBoardsApart() {
        create();
        takeOver();
        writes.see("1795814983.476470 [0 127.0.0.1:53440] \"evalsha\" \"89d34c56\" \"1\""
                + " \"rows:{0123456789abcdef0123456789abcdef}:board\" \"" + FIRST + "\"");
        assertThat(writes.tried()).isZero();
    }
}
