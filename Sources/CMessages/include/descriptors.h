// Written by protoc-gen-tenon from the messages under proto/: change that and run `make generate`.
#ifndef TENON_DESCRIPTORS_H
#define TENON_DESCRIPTORS_H

#include "google/protobuf/duration.pb-c.h"
#include "google/protobuf/empty.pb-c.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "google/rpc/error_details.pb-c.h"
#include "grpc/health/v1/health.pb-c.h"
#include "tenon/v1/audit.pb-c.h"
#include "tenon/v1/badges.pb-c.h"
#include "tenon/v1/connections.pb-c.h"
#include "tenon/v1/daemon.pb-c.h"
#include "tenon/v1/operations.pb-c.h"
#include "tenon/v1/providers.pb-c.h"
#include "tenon/v1/tenancy.pb-c.h"

static inline const ProtobufCMessageDescriptor *google__protobuf__duration__descriptor_pointer(void) {
    return &google__protobuf__duration__descriptor;
}
static inline const ProtobufCMessageDescriptor *google__protobuf__empty__descriptor_pointer(void) {
    return &google__protobuf__empty__descriptor;
}
static inline const ProtobufCMessageDescriptor *google__protobuf__field_mask__descriptor_pointer(void) {
    return &google__protobuf__field_mask__descriptor;
}
static inline const ProtobufCMessageDescriptor *google__protobuf__timestamp__descriptor_pointer(void) {
    return &google__protobuf__timestamp__descriptor;
}
static inline const ProtobufCMessageDescriptor *google__rpc__error_info__descriptor_pointer(void) {
    return &google__rpc__error_info__descriptor;
}
static inline const ProtobufCMessageDescriptor *google__rpc__error_info__metadata_entry__descriptor_pointer(void) {
    return &google__rpc__error_info__metadata_entry__descriptor;
}
static inline const ProtobufCMessageDescriptor *google__rpc__bad_request__descriptor_pointer(void) {
    return &google__rpc__bad_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *google__rpc__bad_request__field_violation__descriptor_pointer(void) {
    return &google__rpc__bad_request__field_violation__descriptor;
}
static inline const ProtobufCMessageDescriptor *google__rpc__retry_info__descriptor_pointer(void) {
    return &google__rpc__retry_info__descriptor;
}
static inline const ProtobufCMessageDescriptor *grpc__health__v1__health_check_request__descriptor_pointer(void) {
    return &grpc__health__v1__health_check_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *grpc__health__v1__health_check_response__descriptor_pointer(void) {
    return &grpc__health__v1__health_check_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__audit_event__descriptor_pointer(void) {
    return &tenon__v1__audit_event__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_audit_events_request__descriptor_pointer(void) {
    return &tenon__v1__list_audit_events_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_audit_events_response__descriptor_pointer(void) {
    return &tenon__v1__list_audit_events_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__badge__descriptor_pointer(void) {
    return &tenon__v1__badge__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_badge_catalog_request__descriptor_pointer(void) {
    return &tenon__v1__get_badge_catalog_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__badge_catalog__descriptor_pointer(void) {
    return &tenon__v1__badge_catalog__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__connection__descriptor_pointer(void) {
    return &tenon__v1__connection__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__connection_tokens__descriptor_pointer(void) {
    return &tenon__v1__connection_tokens__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__create_connection_request__descriptor_pointer(void) {
    return &tenon__v1__create_connection_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_connection_request__descriptor_pointer(void) {
    return &tenon__v1__get_connection_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__find_connection_request__descriptor_pointer(void) {
    return &tenon__v1__find_connection_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_connections_request__descriptor_pointer(void) {
    return &tenon__v1__list_connections_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_connections_response__descriptor_pointer(void) {
    return &tenon__v1__list_connections_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__update_connection_request__descriptor_pointer(void) {
    return &tenon__v1__update_connection_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__update_tokens_status_request__descriptor_pointer(void) {
    return &tenon__v1__update_tokens_status_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_connection_tokens_request__descriptor_pointer(void) {
    return &tenon__v1__get_connection_tokens_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__set_default_connection_request__descriptor_pointer(void) {
    return &tenon__v1__set_default_connection_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__clear_default_connection_request__descriptor_pointer(void) {
    return &tenon__v1__clear_default_connection_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_default_connection_request__descriptor_pointer(void) {
    return &tenon__v1__get_default_connection_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__delete_connection_request__descriptor_pointer(void) {
    return &tenon__v1__delete_connection_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__describe_request__descriptor_pointer(void) {
    return &tenon__v1__describe_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__describe_response__descriptor_pointer(void) {
    return &tenon__v1__describe_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__who_am_irequest__descriptor_pointer(void) {
    return &tenon__v1__who_am_irequest__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__who_am_iresponse__descriptor_pointer(void) {
    return &tenon__v1__who_am_iresponse__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_stats_request__descriptor_pointer(void) {
    return &tenon__v1__get_stats_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__stat__descriptor_pointer(void) {
    return &tenon__v1__stat__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_stats_response__descriptor_pointer(void) {
    return &tenon__v1__get_stats_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__operation_run__descriptor_pointer(void) {
    return &tenon__v1__operation_run__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__start_operation_run_request__descriptor_pointer(void) {
    return &tenon__v1__start_operation_run_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__finish_operation_run_request__descriptor_pointer(void) {
    return &tenon__v1__finish_operation_run_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_operation_run_request__descriptor_pointer(void) {
    return &tenon__v1__get_operation_run_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_operation_runs_request__descriptor_pointer(void) {
    return &tenon__v1__list_operation_runs_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_operation_runs_response__descriptor_pointer(void) {
    return &tenon__v1__list_operation_runs_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__provider__descriptor_pointer(void) {
    return &tenon__v1__provider__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_provider_request__descriptor_pointer(void) {
    return &tenon__v1__get_provider_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_providers_request__descriptor_pointer(void) {
    return &tenon__v1__list_providers_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_providers_response__descriptor_pointer(void) {
    return &tenon__v1__list_providers_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__upsert_provider_request__descriptor_pointer(void) {
    return &tenon__v1__upsert_provider_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__workspace__descriptor_pointer(void) {
    return &tenon__v1__workspace__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__tenant__descriptor_pointer(void) {
    return &tenon__v1__tenant__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__membership__descriptor_pointer(void) {
    return &tenon__v1__membership__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__create_workspace_request__descriptor_pointer(void) {
    return &tenon__v1__create_workspace_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_workspace_request__descriptor_pointer(void) {
    return &tenon__v1__get_workspace_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_workspaces_request__descriptor_pointer(void) {
    return &tenon__v1__list_workspaces_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_workspaces_response__descriptor_pointer(void) {
    return &tenon__v1__list_workspaces_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__delete_workspace_request__descriptor_pointer(void) {
    return &tenon__v1__delete_workspace_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__create_tenant_request__descriptor_pointer(void) {
    return &tenon__v1__create_tenant_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__get_tenant_request__descriptor_pointer(void) {
    return &tenon__v1__get_tenant_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_tenants_request__descriptor_pointer(void) {
    return &tenon__v1__list_tenants_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_tenants_response__descriptor_pointer(void) {
    return &tenon__v1__list_tenants_response__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__delete_tenant_request__descriptor_pointer(void) {
    return &tenon__v1__delete_tenant_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__grant_workspace_membership_request__descriptor_pointer(void) {
    return &tenon__v1__grant_workspace_membership_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__revoke_workspace_membership_request__descriptor_pointer(void) {
    return &tenon__v1__revoke_workspace_membership_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__grant_tenant_membership_request__descriptor_pointer(void) {
    return &tenon__v1__grant_tenant_membership_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__revoke_tenant_membership_request__descriptor_pointer(void) {
    return &tenon__v1__revoke_tenant_membership_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_memberships_request__descriptor_pointer(void) {
    return &tenon__v1__list_memberships_request__descriptor;
}
static inline const ProtobufCMessageDescriptor *tenon__v1__list_memberships_response__descriptor_pointer(void) {
    return &tenon__v1__list_memberships_response__descriptor;
}

// The contract as a serialized google.protobuf.FileDescriptorSet.
extern const uint8_t tenon_file_descriptor_set[];
extern const size_t tenon_file_descriptor_set_size;

static inline const uint8_t *tenon_file_descriptor_set_pointer(void) {
    return tenon_file_descriptor_set;
}

#endif
