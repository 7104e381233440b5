package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.User;

/** Users and their long-term keys. */
final class Users extends Room {

    Users(World world) {
        super(world);
    }

    @Override
    public CreateUserResponse createUser(CreateUserRequest request) {
        String name = checks.required(request.userName(), "userName", NAME);
        String path = path(request.path());
        if (account().users.containsKey(name)) {
            throw exists("User with name " + name + " already exists.");
        }
        Entity user = new Entity(name, path, arn("user", path, name), Identities.id("AIDA"), world.time().now());
        user.boundary = request.permissionsBoundary();
        tag(user.tags, request.tags());
        account().users.put(name, user);
        changed(user.arn, Map.of("userName", name));
        return CreateUserResponse.builder().user(shown(user)).build();
    }

    @Override
    public GetUserResponse getUser(GetUserRequest request) {
        return GetUserResponse.builder().user(shown(user(request.userName()))).build();
    }

    @Override
    public ListUsersResponse listUsers(ListUsersRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        Page<User> page = page(account().users.values().stream().filter(user -> user.path.startsWith(prefix))
                .map(Users::shown).toList(), request.marker(), request.maxItems());
        return ListUsersResponse.builder().users(page.items()).isTruncated(page.next() != null).marker(page.next()).build();
    }

    @Override
    public DeleteUserResponse deleteUser(DeleteUserRequest request) {
        Entity user = user(request.userName());
        if (!keys(user).isEmpty()) {
            throw conflict("Cannot delete entity, must delete access keys first.");
        }
        if (!user.inline.isEmpty() || !user.attached.isEmpty()) {
            throw conflict("Cannot delete entity, must delete policies first.");
        }
        account().users.remove(user.name);
        changed(user.arn, Map.of("userName", user.name));
        return DeleteUserResponse.builder().build();
    }

    @Override
    public CreateAccessKeyResponse createAccessKey(CreateAccessKeyRequest request) {
        Entity user = user(request.userName());
        if (keys(user).size() >= 2) {
            throw LimitExceededException.builder().message("Cannot exceed quota for AccessKeysPerUser: 2").build();
        }
        String account = Call.current().account();
        AccessKeys.Key key = new AccessKeys.Key(AccessKeys.newId("AKIA"), AccessKeys.newSecret(), "", account, user.arn,
                user.id, user.arn, "", Map.of(), null);
        world.part(AccessKeys.class).issue(key);
        keys(user).add(key.id());
        changed(user.arn, Map.of("accessKeyId", key.id()));
        return CreateAccessKeyResponse.builder().accessKey(AccessKey.builder().userName(user.name).accessKeyId(key.id())
                .secretAccessKey(key.secret()).status(StatusType.ACTIVE).createDate(world.time().now()).build()).build();
    }

    @Override
    public DeleteAccessKeyResponse deleteAccessKey(DeleteAccessKeyRequest request) {
        Entity user = user(request.userName());
        if (!keys(user).remove(checks.required(request.accessKeyId(), "accessKeyId"))) {
            throw absent("The Access Key with id " + request.accessKeyId() + " cannot be found.");
        }
        world.part(AccessKeys.class).revoke(request.accessKeyId());
        changed(user.arn, Map.of("accessKeyId", request.accessKeyId()));
        return DeleteAccessKeyResponse.builder().build();
    }

    @Override
    public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
        Entity user = user(request.userName());
        return ListAccessKeysResponse.builder().isTruncated(false).accessKeyMetadata(keys(user).stream()
                .map(id -> AccessKeyMetadata.builder().userName(user.name).accessKeyId(id).status(StatusType.ACTIVE).build())
                .toList()).build();
    }

    private List<String> keys(Entity user) {
        return account().accessKeys.computeIfAbsent(user.name, name -> new ArrayList<>());
    }

    private static DeleteConflictException conflict(String message) {
        return DeleteConflictException.builder().message(message).build();
    }

    private static User shown(Entity user) {
        return User.builder().path(user.path).userName(user.name).userId(user.id).arn(user.arn).createDate(user.created)
                .tags(tags(user.tags)).build();
    }
}
