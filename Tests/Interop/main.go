// A stock Go ttrpc client against a running tenond: what it prints is what a foreign client sees.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/containerd/ttrpc"
	"github.com/gogo/protobuf/proto"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	health "tenon/interop/grpc/health/v1"
	pb "tenon/interop/tenon/v1"
)

type session struct {
	client  *ttrpc.Client
	actor   string
	passed  int
	failed  int
}

// call makes one unary call on behalf of the session's actor.
func (s *session) call(service, method string, request, reply proto.Message) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	ctx = ttrpc.WithMetadata(ctx, ttrpc.MD{"tenon-actor": []string{s.actor}})
	return s.client.Call(ctx, service, method, request, reply)
}

// expect notes whether a step ended as it should.
func (s *session) expect(step string, ok bool, detail interface{}) {
	if ok {
		s.passed++
		fmt.Println("ok   ", step)
	} else {
		s.failed++
		fmt.Println("FAIL ", step, detail)
	}
}

// expectCode notes whether a call was refused with this code.
func (s *session) expectCode(step string, err error, code codes.Code) {
	s.expect(step, status.Code(err) == code, err)
}

func main() {
	connection, err := net.Dial("unix", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	s := &session{client: ttrpc.NewClient(connection), actor: "user:gopher"}
	defer s.client.Close()
	s.play()
	fmt.Printf("%d passed, %d failed\n", s.passed, s.failed)
	if s.failed > 0 {
		os.Exit(1)
	}
}

func (s *session) play() {
	const connections, tenancy = "tenon.v1.ConnectionService", "tenon.v1.TenancyService"

	var checked health.HealthCheckResponse
	err := s.call("grpc.health.v1.Health", "Check", &health.HealthCheckRequest{}, &checked)
	s.expect("the health check serves", err == nil && checked.Status == health.HealthCheckResponse_SERVING, err)

	var providers pb.ListProvidersResponse
	err = s.call("tenon.v1.ProviderService", "ListProviders", &pb.ListProvidersRequest{}, &providers)
	s.expect("the nine providers are listed", err == nil && len(providers.Providers) >= 9, err)

	var workspace pb.Workspace
	err = s.call(tenancy, "CreateWorkspace", &pb.CreateWorkspaceRequest{Name: "Interop", Owner: s.actor}, &workspace)
	s.expect("a workspace is created", err == nil && workspace.Id != "", err)
	var tenant pb.Tenant
	err = s.call(tenancy, "CreateTenant", &pb.CreateTenantRequest{WorkspaceId: workspace.Id, Name: "Go"}, &tenant)
	s.expect("a tenant is created", err == nil && tenant.WorkspaceId == workspace.Id, err)

	create := &pb.CreateConnectionRequest{
		TenantId: tenant.Id, ProviderSlug: "github", ExternalId: "org:42", DisplayName: "Interop ünïcode",
		Scopes: []string{"repo", "user"}, AccessTokenCiphertext: []byte{0, 1, 2, 255}, MetadataJson: `{"account_login":"gopher"}`,
	}
	var created pb.Connection
	err = s.call(connections, "CreateConnection", create, &created)
	s.expect("a connection is created", err == nil && created.Status == "active" && created.TokenGeneration == 1, err)
	s.expectCode("the same tuple again is ALREADY_EXISTS", s.call(connections, "CreateConnection", create, &pb.Connection{}), codes.AlreadyExists)

	var read pb.Connection
	err = s.call(connections, "GetConnection", &pb.GetConnectionRequest{Id: created.Id}, &read)
	s.expect("it is read back as it was created", err == nil && proto.Equal(&read, &created), err)

	var updated pb.Connection
	err = s.call(connections, "UpdateTokensStatus",
		&pb.UpdateTokensStatusRequest{Id: created.Id, AccessTokenCiphertext: []byte("new"), ExpectedTokenGeneration: 1}, &updated)
	s.expect("its tokens are updated", err == nil && updated.TokenGeneration == 2, err)

	var page pb.ListConnectionsResponse
	err = s.call(connections, "ListConnections", &pb.ListConnectionsRequest{TenantId: tenant.Id}, &page)
	s.expect("the list holds it", err == nil && len(page.Connections) == 1 && page.NextPageToken == "", err)

	absent := &pb.GetConnectionRequest{Id: "00000000-0000-4000-8000-000000000000"}
	s.expectCode("an absent connection is NOT_FOUND", s.call(connections, "GetConnection", absent, &pb.Connection{}), codes.NotFound)
	s.expectCode("a malformed id is INVALID_ARGUMENT",
		s.call(connections, "GetConnection", &pb.GetConnectionRequest{Id: "seven"}, &pb.Connection{}), codes.InvalidArgument)
	s.expectCode("a lost compare-and-swap is ABORTED",
		s.call(connections, "UpdateTokensStatus",
			&pb.UpdateTokensStatusRequest{Id: created.Id, AccessTokenCiphertext: []byte("late"), ExpectedTokenGeneration: 1}, &pb.Connection{}),
		codes.Aborted)
	s.expectCode("an unknown method is UNIMPLEMENTED", s.call(connections, "Frobnicate", absent, &pb.Connection{}), codes.Unimplemented)

	stranger := *s
	stranger.actor = "user:stranger"
	s.expectCode("another actor's connection is NOT_FOUND",
		stranger.call(connections, "GetConnection", &pb.GetConnectionRequest{Id: created.Id}, &pb.Connection{}), codes.NotFound)
}
