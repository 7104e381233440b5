package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;

/** Jenkins warns where untransformed code called transformed code, because what follows such a call is dropped. */
final class Mismatches {

    private Mismatches() {}

    /** Registered once; it finds the program by its thread. */
    static void warnOf() {
        CpsCallableInvocation.registerMismatchHandler((expectedReceiver, expected, actualReceiver, actual) -> {
            if (Program.isCurrent() && !"call".equals(actual)) {
                Program.current().host().warn("expected to call " + name(expectedReceiver) + "." + expected
                        + " but wound up catching " + name(actualReceiver) + "." + actual
                        + "; see: https://jenkins.io/redirect/pipeline-cps-method-mismatches/");
            }
        });
    }

    private static String name(Object receiver) {
        return receiver == null ? "null"
                : (receiver instanceof Class<?> type ? type : receiver.getClass()).getName();
    }
}
