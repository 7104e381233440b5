package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import hudson.model.Result;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that a program is while nothing of it runs. */
final class ProgramState implements Serializable {

    private static final long serialVersionUID = 1;

    Branch main;
    /** The library's scripts by name: each is made once for a run and may hold fields. */
    final Map<String, Object> globals = new LinkedHashMap<>();
    int calls;
    Result result = Result.SUCCESS;

    String nextCall() {
        calls++;
        return Integer.toString(calls);
    }
}
