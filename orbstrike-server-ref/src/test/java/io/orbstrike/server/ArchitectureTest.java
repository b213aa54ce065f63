package io.orbstrike.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between our packages, and the calls that only their owners may make. */
class ArchitectureTest {

    private static final String ROOT = "io.orbstrike.";

    /** Packages that have arrows of their own, below one that has others. */
    private static final List<String> NESTED_PARTS = List.of("grpc.orb", "store.memory");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.orbstrike");

    /** A package of ours and those of ours that it may import. */
    private record Arrows(String from, List<String> to) {

        static Arrows of(String from, String... to) {
            return new Arrows(from, List.of(to));
        }

        @Override
        public String toString() {
            return from + " imports " + to;
        }
    }

    static Stream<Arrows> arrows() {
        return Stream.of(
                Arrows.of("board"),
                Arrows.of("orb", "board"),
                Arrows.of("host", "board"),
                Arrows.of("store", "board"),
                Arrows.of("store.memory", "board", "store"),
                Arrows.of("sync", "board", "host", "store"),
                Arrows.of("cluster", "board", "host", "store", "sync"),
                Arrows.of("grpc.orb", "board", "orb", "grpc"),
                Arrows.of("grpc", "board", "host", "store", "sync", "cluster"),
                Arrows.of("redis", "board", "host", "store", "sync", "cluster"),
                Arrows.of("testkit", "board", "orb", "host", "store", "sync", "cluster", "store.memory"),
                Arrows.of(
                        "server", "board", "orb", "host", "store", "sync", "cluster", "grpc", "redis", "store.memory"));
    }

    @Test
    void shouldSeeTheClassesOfAllLibraries() {
        assertThat(CLASSES.stream().map(JavaClass::getName)).anyMatch(name -> name.startsWith("io.orbstrike.board."));
        assertThat(CLASSES.stream().map(JavaClass::getName)).anyMatch(name -> name.startsWith("io.orbstrike.grpc."));
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void shouldImportOneWay(Arrows arrows) {
        DescribedPredicate<JavaClass> allowed = DescribedPredicate.describe(
                "of " + arrows.from() + ", of " + arrows.to() + " or not ours",
                type -> !owner(type).startsWith(ROOT)
                        || isIn(type, arrows.from())
                        || arrows.to().stream().anyMatch(part -> isIn(type, part)));
        classes()
                .that(areIn(arrows.from()))
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(CLASSES);
    }

    @Test
    void shouldKeepEveryPackageUnderTheArrows() {
        Set<String> known = arrows().map(Arrows::from).collect(Collectors.toSet());
        assertThat(CLASSES).allSatisfy(type -> assertThat(known).anyMatch(part -> isIn(type, part)));
    }

    @Test
    void shouldKeepTheNetworkAndDatabasesOutOfCore() {
        for (String part : List.of("board", "orb", "host", "store", "store.memory", "sync", "cluster", "testkit")) {
            noClasses()
                    .that(areIn(part))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.grpc..", "io.netty..", "com.google.protobuf..", "redis.clients..")
                    .check(CLASSES);
        }
    }

    @Test
    void shouldKeepSlf4jInTheServers() {
        noClasses()
                .that(DescribedPredicate.not(areIn("server")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "ch.qos.logback..")
                .check(CLASSES);
    }

    @Test
    void shouldNamePackagesByTheDomain() {
        for (String name : List.of("util", "utils", "common", "manager", "helper", "helpers", "impl")) {
            noClasses().should().resideInAPackage(".." + name + "..").check(CLASSES);
        }
    }

    @Test
    void shouldNameWhatDiffersInPlaceOfImpl() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(CLASSES);
    }

    @Test
    void shouldIterateInADefinedOrderInBoardAndOrb() {
        noClasses()
                .that(areIn("board").or(areIn("orb")))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        HashMap.class, HashSet.class, IdentityHashMap.class, WeakHashMap.class, ConcurrentHashMap.class)
                .check(CLASSES);
    }

    static List<Ban> bans() {
        return Ban.ALL;
    }

    @ParameterizedTest
    @MethodSource("bans")
    void shouldCallOnlyFromItsOwners(Ban ban) {
        ArchCondition<JavaClass> condition = new ArchCondition<>("not call what " + ban + " bans") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(ban::matches)
                        .map(JavaAccess::getDescription)
                        .forEach(text -> events.add(SimpleConditionEvent.violated(type, text)));
            }
        };
        classes()
                .that(DescribedPredicate.describe("are under the ban", ban::covers))
                .should(condition)
                .because(ban.reason())
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> areIn(String part) {
        return DescribedPredicate.describe("are in " + part, type -> isIn(type, part));
    }

    private static boolean isIn(JavaClass type, String part) {
        String name = owner(type);
        boolean inNestedPart = NESTED_PARTS.stream()
                .anyMatch(nested -> nested.startsWith(part + ".") && name.startsWith(ROOT + nested + "."));
        return name.startsWith(ROOT + part + ".") && !inNestedPart;
    }

    private static String owner(JavaClass type) {
        return type.getBaseComponentType().getName();
    }
}
