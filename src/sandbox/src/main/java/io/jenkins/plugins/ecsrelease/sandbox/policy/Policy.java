package io.jenkins.plugins.ecsrelease.sandbox.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A policy document, checked as IAM checks it, see
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
public final class Policy {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final Set<String> ELEMENTS = Set.of(
            "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition");

    /** The document is no policy; the message is the one that IAM answers. */
    public static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    private final List<Statement> statements = new ArrayList<>();

    private Policy() {}

    /** A policy of a user, a role or a session: it names resources and no principal. */
    public static Policy ofIdentity(String document) throws Malformed {
        Policy policy = read(document);
        for (Statement statement : policy.statements) {
            if (statement.principals() != null || statement.notPrincipals() != null) {
                throw new Malformed("Policy document should not specify a principal.");
            }
            if (statement.resources().isEmpty() && statement.notResources().isEmpty()) {
                throw new Malformed("Policy statement must contain resources.");
            }
        }
        return policy;
    }

    /** A role's trust policy: it names principals and no resource. */
    public static Policy ofTrust(String document) throws Malformed {
        Policy policy = ofResource(document);
        for (Statement statement : policy.statements) {
            if (!statement.resources().isEmpty() || !statement.notResources().isEmpty()) {
                throw new Malformed("Has prohibited field Resource");
            }
            for (String action : statement.actions()) {
                if (!action.startsWith("sts:") && !action.equals("*")) {
                    throw new Malformed("AssumeRole policy may only specify STS AssumeRole actions.");
                }
            }
        }
        return policy;
    }

    /** A policy that hangs on a resource: it names principals. */
    public static Policy ofResource(String document) throws Malformed {
        Policy policy = read(document);
        for (Statement statement : policy.statements) {
            if (statement.principals() == null && statement.notPrincipals() == null) {
                throw new Malformed("Missing required field Principal");
            }
        }
        return policy;
    }

    private static Policy read(String document) throws Malformed {
        JsonNode root;
        try {
            root = JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new Malformed("Syntax errors in policy.");
        }
        if (root == null || !root.isObject()) {
            throw new Malformed("Syntax errors in policy.");
        }
        String version = root.path("Version").asText("2008-10-17");
        if (!version.equals("2012-10-17") && !version.equals("2008-10-17")) {
            throw new Malformed("Syntax errors in policy.");
        }
        JsonNode statements = root.path("Statement");
        Policy policy = new Policy();
        if (statements.isObject()) {
            policy.statements.add(statement(statements));
        } else {
            for (JsonNode one : statements) {
                policy.statements.add(statement(one));
            }
        }
        if (policy.statements.isEmpty()) {
            throw new Malformed("Syntax errors in policy.");
        }
        return policy;
    }

    private static Statement statement(JsonNode node) throws Malformed {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (!ELEMENTS.contains(names.next())) {
                throw new Malformed("Syntax errors in policy.");
            }
        }
        String effect = node.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new Malformed("Syntax errors in policy.");
        }
        List<String> actions = texts(node.path("Action"));
        List<String> notActions = texts(node.path("NotAction"));
        if (actions.isEmpty() == notActions.isEmpty()) {
            throw new Malformed(actions.isEmpty() ? "Policy statement must contain actions." : "Syntax errors in policy.");
        }
        for (String action : actions) {
            if (!action.equals("*") && !action.matches("[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+")) {
                throw new Malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
            }
        }
        List<String> resources = texts(node.path("Resource"));
        for (String resource : resources) {
            if (!resource.equals("*") && !resource.startsWith("arn:")) {
                throw new Malformed("Resource " + resource + " must be in ARN format or \"*\".");
            }
        }
        return new Statement(node.path("Sid").asText(), effect.equals("Allow"), actions, notActions, resources,
                texts(node.path("NotResource")), principals(node.path("Principal")), principals(node.path("NotPrincipal")),
                conditions(node.path("Condition")));
    }

    private static Map<String, List<String>> principals(JsonNode node) throws Malformed {
        if (node.isMissingNode()) {
            return null;
        }
        Map<String, List<String>> principals = new LinkedHashMap<>();
        if (node.isTextual()) {
            if (!node.asText().equals("*")) {
                throw new Malformed("Invalid principal in policy.");
            }
            principals.put("AWS", List.of("*"));
        }
        for (Iterator<String> kinds = node.fieldNames(); kinds.hasNext(); ) {
            String kind = kinds.next();
            principals.put(kind, texts(node.get(kind)));
        }
        return principals;
    }

    private static Map<String, Map<String, List<String>>> conditions(JsonNode node) throws Malformed {
        Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
        for (Iterator<String> operators = node.fieldNames(); operators.hasNext(); ) {
            String operator = operators.next();
            if (!Conditions.known(operator)) {
                throw new Malformed("Invalid Condition type : " + operator + ".");
            }
            Map<String, List<String>> keys = new LinkedHashMap<>();
            for (Iterator<String> names = node.get(operator).fieldNames(); names.hasNext(); ) {
                String name = names.next();
                keys.put(name, texts(node.get(operator).get(name)));
            }
            conditions.put(operator, keys);
        }
        return conditions;
    }

    private static List<String> texts(JsonNode node) throws Malformed {
        List<String> texts = new ArrayList<>();
        if (node.isValueNode() && !node.isNull()) {
            texts.add(node.asText());
        }
        for (JsonNode one : node) {
            if (!one.isValueNode()) {
                throw new Malformed("Syntax errors in policy.");
            }
            texts.add(one.asText());
        }
        return texts;
    }

    List<Statement> statements() {
        return statements;
    }

    /** Every action that it allows by name, wildcards as written. */
    public List<String> allowedActions() {
        return statements.stream().filter(Statement::allows).flatMap(one -> one.actions().stream()).distinct().toList();
    }
}
