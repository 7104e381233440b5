package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.permission.Permission;
import io.jenkins.plugins.ecsrelease.engine.permission.Simulation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.iam.IamClient;

/** SimulatePrincipalPolicy, a call for each role and the resources that the same actions are about. */
public final class AllowedLoader implements Loader<AllowedLook, String> {

    @Override
    public Class<AllowedLook> question() {
        return AllowedLook.class;
    }

    @Override
    public int batch() {
        return 50;
    }

    @Override
    public Map<AllowedLook, Answer<String>> load(Tools tools, Set<AllowedLook> questions) {
        Map<String, Set<AllowedLook>> byRole = new TreeMap<>();
        questions.forEach(look -> byRole.computeIfAbsent(look.role(), none -> new LinkedHashSet<>()).add(look));
        Map<AllowedLook, Answer<String>> answers = new HashMap<>();
        byRole.forEach((role, looks) -> {
            for (List<Permission> together : together(looks)) {
                Simulation.of(tools.client(IamClient.class), role, together, Map.of()).forEach((permission, decision) ->
                        answers.put(new AllowedLook(role, permission.action(), permission.resource()), Answer.known(decision)));
            }
        });
        return answers;
    }

    /** Every action of a call is asked for every resource of it: only those go together that are about the same ones. */
    private static Collection<List<Permission>> together(Set<AllowedLook> looks) {
        Map<String, Set<String>> resources = new TreeMap<>();
        looks.forEach(look -> resources.computeIfAbsent(look.action(), none -> new TreeSet<>()).add(look.resource()));
        Map<Set<String>, List<Permission>> together = new LinkedHashMap<>();
        resources.forEach((action, about) -> about.forEach(resource ->
                together.computeIfAbsent(about, none -> new ArrayList<>()).add(new Permission(action, resource))));
        return together.values();
    }
}
