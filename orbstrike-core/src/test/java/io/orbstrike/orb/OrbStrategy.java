package io.orbstrike.orb;

/** How a simulated player plays, from what a client sees and nothing else. */
enum OrbStrategy {

    /** Stands still with the ring up whenever possible. */
    CAMPER {
        @Override
        OrbInput decide(OrbView view, int self) {
            return OrbInput.of(0, true);
        }
    },

    /** Never raises the ring, and keeps away from everybody and from the edge. */
    RUNNER {
        @Override
        OrbInput decide(OrbView view, int self) {
            return OrbInput.of(wayOut(view, self, 200), false);
        }
    },

    /** Goes for the nearest orb that can be killed, and raises the ring when it is within reach. */
    HUNTER {
        @Override
        OrbInput decide(OrbView view, int self) {
            boolean ring = view.isRingUp(self) || view.energy(self) >= view.energyToRaise();
            boolean strikes = false;
            int target = -1;
            double nearest = Double.MAX_VALUE;
            for (int other = 0; other < view.indexBound(); other++) {
                if (other == self || !view.isAlive(other)) {
                    continue;
                }
                double distance = distance(view, self, other);
                boolean mayRaise = view.isRingUp(other) || view.energy(other) >= view.energyToRaise();
                boolean prey = !view.isRingUp(other) && !view.isProtected(other);
                strikes |= distance < reach(view) && prey;
                strikes |= distance < reach(view) + margin(view) && mayRaise && !view.isProtected(other);
                if (prey && distance < nearest) {
                    nearest = distance;
                    target = other;
                }
            }
            if (ring && strikes) {
                return OrbInput.of(0, true);
            }
            boolean rested = view.energy(self) > view.energyMax() / 2;
            if (target >= 0 && rested) {
                double dx = view.x(target) - view.x(self);
                double dy = view.y(target) - view.y(self);
                return OrbInput.of(towards(view, self, dx, dy), false);
            }
            return OrbInput.of(wayOut(view, self, 160), false);
        }
    };

    abstract OrbInput decide(OrbView view, int self);

    private static double reach(OrbView view) {
        return view.ringRadius() + view.bodyRadius();
    }

    /** How much nearer two orbs can come before the next decision. */
    private static double margin(OrbView view) {
        return 2.0 * OrbBalanceTest.TICKS_PER_DECISION * view.velocityX(1);
    }

    private static double distance(OrbView view, int one, int other) {
        return Math.hypot(view.x(one) - (double) view.x(other), view.y(one) - (double) view.y(other));
    }

    /** The direction that leads away from all who are nearer than some units, and from the edge. */
    private static int wayOut(OrbView view, int self, double units) {
        double sight = units * OrbView.PARTS_PER_UNIT;
        double pushX = 0;
        double pushY = 0;
        for (int other = 0; other < view.indexBound(); other++) {
            double distance = distance(view, self, other);
            if (other != self && view.isAlive(other) && distance < sight) {
                double weight = (sight - distance) / sight / Math.max(distance, 1);
                pushX += (view.x(self) - view.x(other)) * weight;
                pushY += (view.y(self) - view.y(other)) * weight;
            }
        }
        return towards(view, self, pushX, pushY);
    }

    /** The direction of a vector, or the centre's if that would lead outside. */
    private static int towards(OrbView view, int self, double dx, double dy) {
        double ahead = 60.0 * OrbView.PARTS_PER_UNIT;
        double length = Math.hypot(dx, dy);
        double x = view.x(self) + (length == 0 ? 0 : dx / length * ahead);
        double y = view.y(self) + (length == 0 ? 0 : dy / length * ahead);
        if (Math.hypot(x, y) > view.radius() - 10.0 * OrbView.PARTS_PER_UNIT) {
            return directionOf(-view.x(self) + 0.3 * dx, -view.y(self) + 0.3 * dy);
        }
        return length == 0 ? 0 : directionOf(dx, dy);
    }

    private static int directionOf(double dx, double dy) {
        long eighth = Math.round(Math.atan2(dy, dx) / (Math.PI / 4));
        return (int) Math.floorMod(eighth, 8L) + 1;
    }
}
