package io.orbstrike.server;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;

/**
 * Calls that only a few named classes may make, or none. A class that comes to own such a call is added here.
 */
record Ban(String name, String reason, List<String> packages, Predicate<JavaAccess<?>> banned, List<String> owners) {

    private static final Pattern GENERATED = Pattern.compile("io\\.orbstrike\\.grpc\\.(.*\\.)?v\\d+");

    static final List<Ban> ALL = List.of(
            ban(
                    "transcendentals",
                    "their results differ between machines, and a board is deterministic",
                    Scope.BOARD_AND_ORB,
                    calls(Math.class, Names.TRANSCENDENTALS).or(calls(StrictMath.class, Names.TRANSCENDENTALS))),
            ban(
                    "identity hashes",
                    "they differ between runs, and a board is deterministic",
                    Scope.BOARD_AND_ORB,
                    calls(System.class, "identityHashCode").or(Ban::isIdentityHash)),
            ban(
                    "salted sets and maps",
                    "their order differs between runs, and a board is deterministic",
                    Scope.BOARD_AND_ORB,
                    calls(Set.class, "of", "copyOf")
                            .or(calls(Map.class, "of", "ofEntries", "copyOf"))
                            .or(calls(
                                    Collectors.class,
                                    "toSet",
                                    "toUnmodifiableSet",
                                    "toMap",
                                    "toUnmodifiableMap",
                                    "groupingBy",
                                    "partitioningBy"))),
            ban(
                    "parallel streams",
                    "their order differs between runs, and they run in the common pool",
                    Scope.LIBRARIES,
                    calls(Collection.class, "parallelStream")
                            .or(calls(BaseStream.class, "parallel"))
                            .or(calls(Arrays.class, "parallelSort", "parallelPrefix", "parallelSetAll"))),
            ban(
                    "monotonic clock",
                    "time is handed in as a NanoClock",
                    Scope.LIBRARIES,
                    calls(System.class, "nanoTime"),
                    "io.orbstrike.host.SystemNanoClock"),
            ban(
                    "wall clock",
                    "time is handed in as an InstantSource",
                    Scope.LIBRARIES,
                    calls(System.class, "currentTimeMillis")
                            .or(calls(Clock.class, "system", "systemUTC", "systemDefaultZone"))
                            .or(calls(Clock.class, "tickMillis", "tickSeconds", "tickMinutes"))
                            .or(calls(InstantSource.class, "system"))
                            .or(constructs(Date.class))
                            .or(nowWithoutClock(
                                    Instant.class,
                                    LocalDate.class,
                                    LocalDateTime.class,
                                    LocalTime.class,
                                    OffsetDateTime.class,
                                    ZonedDateTime.class))),
            ban(
                    "sleep",
                    "who sleeps can be neither woken nor simulated",
                    Scope.LIBRARIES,
                    calls(Thread.class, "sleep").or(calls(TimeUnit.class, "sleep"))),
            ban(
                    "unseeded random",
                    "randomness is handed in, or comes from the board's own random",
                    Scope.LIBRARIES,
                    constructs(Random.class)
                            .or(constructs(SplittableRandom.class))
                            .or(calls(Math.class, "random"))
                            .or(calls(StrictMath.class, "random"))
                            .or(calls(ThreadLocalRandom.class, "current"))
                            .or(calls(UUID.class, "randomUUID"))),
            ban(
                    "secure random",
                    "ids and secrets have one source",
                    Scope.LIBRARIES,
                    constructsWithAnyArguments(SecureRandom.class)
                            .or(calls(SecureRandom.class, "getInstance", "getInstanceStrong")),
                    "io.orbstrike.store.SecureIds"),
            ban(
                    "blocking futures",
                    "agents and loops never block, and timeouts are counted on the clock that is handed in",
                    Scope.LIBRARIES,
                    calls(Future.class, "get", "join", "orTimeout", "completeOnTimeout", "delayedExecutor")),
            ban(
                    "common pool",
                    "threads come from a factory that is handed in",
                    Scope.LIBRARIES,
                    calls(ForkJoinPool.class, "commonPool").or(Ban::isAsyncWithoutExecutor)),
            ban(
                    "continuations on any thread",
                    "a store call completes on any thread: continue by ...Async(fn, executor)",
                    Scope.AGENTS,
                    calls(
                            CompletionStage.class,
                            "thenApply",
                            "thenAccept",
                            "thenRun",
                            "thenCompose",
                            "thenCombine",
                            "thenAcceptBoth",
                            "runAfterBoth",
                            "applyToEither",
                            "acceptEither",
                            "runAfterEither",
                            "handle",
                            "whenComplete",
                            "exceptionally",
                            "exceptionallyCompose")));

    private static Ban ban(
            String name, String reason, List<String> packages, Predicate<JavaAccess<?>> banned, String... owners) {
        return new Ban(name, reason, packages, banned, List.of(owners));
    }

    boolean covers(JavaClass type) {
        String name = type.getName();
        return packages.stream().anyMatch(prefix -> name.startsWith("io.orbstrike." + prefix + "."))
                && owners.stream().noneMatch(owner -> name.equals(owner) || name.startsWith(owner + "$"))
                && !GENERATED.matcher(type.getPackageName()).matches();
    }

    @Override
    public String toString() {
        return name;
    }

    boolean matches(JavaAccess<?> access) {
        return banned.test(access);
    }

    private static Predicate<JavaAccess<?>> calls(Class<?> owner, String... names) {
        Set<String> banned = Set.of(names);
        return access -> access.getTargetOwner().isAssignableTo(owner) && banned.contains(access.getName());
    }

    private static Predicate<JavaAccess<?>> constructs(Class<?> type) {
        return constructsWithAnyArguments(type).and(access -> parameters(access).isEmpty());
    }

    private static Predicate<JavaAccess<?>> constructsWithAnyArguments(Class<?> type) {
        return access ->
                access.getTargetOwner().isEquivalentTo(type) && access.getName().equals("<init>");
    }

    private static Predicate<JavaAccess<?>> nowWithoutClock(Class<?>... types) {
        return access -> access.getName().equals("now")
                && Arrays.stream(types).anyMatch(type -> access.getTargetOwner().isEquivalentTo(type))
                && parameters(access).stream().noneMatch(parameter -> parameter.isAssignableTo(InstantSource.class));
    }

    private static boolean isIdentityHash(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(Object.class)
                && access.getName().equals("hashCode");
    }

    private static boolean isAsyncWithoutExecutor(JavaAccess<?> access) {
        return access.getTargetOwner().isAssignableTo(CompletionStage.class)
                && access.getName().endsWith("Async")
                && parameters(access).stream().noneMatch(parameter -> parameter.isAssignableTo(Executor.class));
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target ? target.getRawParameterTypes() : List.of();
    }

    private static final class Names {
        static final String[] TRANSCENDENTALS = {
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "atan",
            "atan2",
            "sinh",
            "cosh",
            "tanh",
            "exp",
            "expm1",
            "log",
            "log10",
            "log1p",
            "pow",
            "cbrt",
            "hypot",
            "toRadians",
            "toDegrees"
        };
    }

    private static final class Scope {
        static final List<String> BOARD_AND_ORB = List.of("board", "orb");
        static final List<String> AGENTS = List.of("cluster", "sync", "store", "host");
        static final List<String> LIBRARIES =
                List.of("board", "orb", "host", "store", "sync", "cluster", "grpc", "redis");
    }
}
