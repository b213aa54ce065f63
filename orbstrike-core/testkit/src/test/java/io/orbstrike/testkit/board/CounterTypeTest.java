package io.orbstrike.testkit.board;

class CounterTypeTest extends CounterKit {

    CounterTypeTest() {
        super(new CounterType());
    }
}
